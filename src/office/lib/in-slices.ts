import { delay, type SetTimer, setTimer } from './async';

export interface SliceOptions {
  /** Milliseconds, from any beginning. */
  readonly now?: () => number;
  readonly wait?: SetTimer;
  /** The longest that a slice may take before the page gets a turn, in milliseconds. 8 by default. */
  readonly sliceMs?: number;
  /** Ends the work before its next slice. */
  readonly signal?: AbortSignal;
  /** Called before each turn of the page, with the number of items done. */
  readonly onPause?: (done: number) => void;
}

/**
 * Does something with each item, and lets the page draw and hear keys in between.
 * @returns whether all items were done; false when the signal aborted
 */
export const eachInSlices = async <T>(
  items: readonly T[],
  act: (item: T) => void,
  { now = () => performance.now(), wait = setTimer, sliceMs = 8, signal, onPause }: SliceOptions = {},
): Promise<boolean> => {
  let began = now();
  for (const [index, item] of items.entries()) {
    if (now() - began >= sliceMs) {
      onPause?.(index);
      await delay(wait, 0);
      began = now();
    }
    if (signal?.aborted === true) return false;
    act(item);
  }
  return signal?.aborted !== true;
};
