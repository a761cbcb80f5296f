import type { Failure } from '../core/failure';
import { cancelled } from './broken-off';
import { isOnlyLookedAt, type Invocation } from './invocation';
import { createListeners } from './listeners';
import { toldFailure } from './told-failure';

/** A cell whose last calculation failed. */
export interface FailedCell {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly failure: Failure;
}

/** The cells that show an error of ours, as far as the add-in has calculated them since it started. */
export interface FailedCells {
  /** The latest first. */
  list(): readonly FailedCell[];
  subscribe(listener: () => void): () => void;
  /** Calculates a cell, and remembers it where that fails. */
  watch<T>(invocation: Invocation, calculate: () => Promise<T>): Promise<T>;
  /** Forgets a cell, or all. */
  forget(address?: string): void;
}

/** @param atMost how many are remembered; the oldest go first */
export const createFailedCells = (atMost = 50): FailedCells => {
  const listeners = createListeners<undefined>();
  const failed = new Map<string, Failure>();
  /** One and the same until something changes, as what draws it expects. */
  let latestFirst: readonly FailedCell[] = [];
  const changed = (): void => {
    latestFirst = [...failed].map(([address, failure]) => ({ address, failure })).reverse();
    listeners.tell(undefined);
  };
  const forget = (address: string): void => {
    if (failed.delete(address)) changed();
  };
  const remember = (address: string, failure: Failure): void => {
    failed.delete(address);
    failed.set(address, failure);
    for (const oldest of [...failed.keys()].slice(0, -atMost)) failed.delete(oldest);
    changed();
  };

  return {
    list: () => latestFirst,
    subscribe: (listener) => listeners.add(listener),
    watch: async (invocation, calculate) => {
      const { address } = invocation;
      if (address === undefined || isOnlyLookedAt(invocation)) return calculate();
      try {
        const result = await calculate();
        forget(address);
        return result;
      } catch (error) {
        const failure = toldFailure(error);
        // Excel itself called it off: the cell is calculated anew, or holds something else by now.
        if (failure === cancelled) forget(address);
        else remember(address, failure);
        throw error;
      }
    },
    forget: (address) => {
      if (address === undefined) failed.clear();
      else failed.delete(address);
      changed();
    },
  };
};
