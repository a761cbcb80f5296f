/** Runs something after so many milliseconds; gives what calls it off. */
export type Later = (ms: number, run: () => void) => () => void;

/** The browser's clock. */
export const later: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Settles after so many milliseconds. */
export const pause = (wait: Later, ms: number): Promise<void> =>
  new Promise((resolve) => {
    wait(ms, resolve);
  });
