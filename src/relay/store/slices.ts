import { setImmediate } from 'node:timers/promises';

/** Some milliseconds of work for SQLite. */
export const sliceSize = 500;

/** Rows that SQLite counts in as long. */
export const countSize = 5_000;

/**
 * Does a long segment of work in slices, and lets everybody else have their turn between them: deleting 200,000 rows at
 * once would hold up all other requests for seconds.
 * @param slice does at most `sliceSize` of it, and returns how many it did; fewer end the work
 */
export const inSlices = async (slice: () => number): Promise<number> => {
  let done = 0;
  for (;;) {
    const some = slice();
    done += some;
    if (some < sliceSize) return done;
    await setImmediate();
  }
};
