/** Runs a callback after `ms` milliseconds. Returns a function that cancels it. */
export type SetTimer = (ms: number, run: () => void) => () => void;

/** The browser's timer. */
export const setTimer: SetTimer = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Resolves after `ms` milliseconds. */
export const delay = (wait: SetTimer, ms: number): Promise<void> =>
  new Promise((resolve) => {
    wait(ms, resolve);
  });
