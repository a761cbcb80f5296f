/** Runs something after so many milliseconds; gives what calls it off. */
export type SetTimer = (ms: number, run: () => void) => () => void;

/** The browser's clock. */
export const setTimer: SetTimer = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Settles after so many milliseconds. */
export const delay = (wait: SetTimer, ms: number): Promise<void> =>
  new Promise((resolve) => {
    wait(ms, resolve);
  });
