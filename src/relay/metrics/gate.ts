/** Lets so many things run at once; the others wait their turn, and leave the queue when nobody wants them any more. */

export type Gate = <T>(run: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export const createGate = (concurrency: number): Gate => {
  let running = 0;
  const waiting: (() => void)[] = [];

  const enter = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', leave);
        running += 1;
        resolve();
      };
      const leave = (): void => {
        const place = waiting.indexOf(start);
        if (place >= 0) waiting.splice(place, 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
      };
      if (signal.aborted) leave();
      else if (running < concurrency) start();
      else {
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(start);
      }
    });

  return async (run, signal) => {
    await enter(signal);
    try {
      return await run();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};
