import { setImmediate } from 'node:timers/promises';

/** Rows that SQLite deletes within a few milliseconds. */
export const sliceSize = 500;

/** Rows that SQLite counts in the same time. */
export const countSize = 5_000;

/**
 * Does long work in slices, with a turn of the event loop between them. A single deletion of 200,000 rows would block
 * all other requests for seconds.
 *
 * @param slice handles at most `sliceSize` items and returns their number; a smaller number ends the work
 * @returns the number of all items
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
