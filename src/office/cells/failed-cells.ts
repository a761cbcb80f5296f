import type { Failure } from '../../core/domain/failure';
import { cancelled } from '../lib/async';
import { createObservable } from '../lib/observable';
import { reportFailure } from '../lib/report-failure';
import { callId, type CellCall, placeKey } from './callers';

/** A cell whose last calculation failed. */
export interface FailedCell {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly failure: Failure;
}

/**
 * The cells with a failed call since the add-in started. The cell itself may hide the failure: functions such as
 * `IFERROR` turn an error into something that looks like an answer.
 */
export interface FailedCells {
  /** The cells to show in the pane, the latest failure first. */
  list(): readonly FailedCell[];
  /** All failed cells, listed or not, each failed call of theirs in the order of the calls. */
  all(): readonly FailedCell[];
  /** The failure of a cell, listed or not; undefined when its last calculation succeeded. */
  failureAt(address: string): Failure | undefined;
  /** Calls `listener` when the list changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Runs a call's calculation and records its failure. Rejects with what `calculate` rejects with. */
  watch<T>(call: CellCall, calculate: () => Promise<T>): Promise<T>;
  /** Whether this call has failed and not succeeded since. */
  isFailing(call: CellCall): boolean;
  /** The addresses of all failed cells, listed or not. */
  waiting(): readonly string[];
  /** Removes a cell from the list, or all cells. They stay in `waiting`. */
  forget(address?: string): void;
  /** Forgets calls that their cells no longer make. */
  drop(gone: (call: CellCall) => boolean): void;
}

type FailingCall = CellCall & { readonly failure: Failure };

/**
 * Creates an empty record of failed cells.
 * @param atMost the most cells in the list; the oldest are removed. 50 by default.
 */
export const createFailedCells = (atMost = 50): FailedCells => {
  const list = createObservable<readonly FailedCell[]>([]);
  const failing = new Map<string, FailingCall>();
  const listed = new Map<string, { readonly failure: Failure; readonly turn: number }>();
  const changed = (): void => list.set([...listed].map(([address, { failure }]) => ({ address, failure })).reverse());
  const hide = (address: string): void => {
    if (listed.delete(address)) changed();
  };
  const hasFailing = (address: string): boolean => [...failing.values()].some((call) => call.address === address);

  return {
    list: list.get,
    all: () => [...failing.values()],
    failureAt: (address) =>
      [...failing.values()].findLast((call) => placeKey(call.address) === placeKey(address))?.failure,
    subscribe: list.subscribe,
    watch: async (call, calculate) => {
      const { address, turn } = call;
      const id = callId(call);
      // The new turn keeps the call from being dropped while it runs.
      const before = failing.get(id);
      if (before !== undefined) failing.set(id, { ...before, ...call });
      try {
        const result = await calculate();
        const hasFailed = failing.delete(id);
        // Another call of this cell may have failed in the same calculation.
        const shown = listed.get(address);
        if (shown !== undefined && (turn > shown.turn || !hasFailing(address))) hide(address);
        else if (hasFailed) changed();
        return result;
      } catch (error) {
        const failure = reportFailure(error);
        // Excel cancels a call when its cell is calculated again or holds something else.
        if (failure === cancelled) hide(address);
        else {
          failing.set(id, { ...call, failure });
          listed.delete(address);
          listed.set(address, { failure, turn });
          for (const oldest of [...listed.keys()].slice(0, -atMost)) listed.delete(oldest);
          changed();
        }
        throw error;
      }
    },
    isFailing: (call) => failing.has(callId(call)),
    waiting: () => [...new Set([...failing.values()].map(({ address }) => address))],
    forget: (address) => {
      if (address === undefined) listed.clear();
      else listed.delete(address);
      changed();
    },
    drop: (gone) => {
      for (const [id, call] of failing) {
        if (!gone(call)) continue;
        failing.delete(id);
        if (!hasFailing(call.address)) hide(call.address);
      }
    },
  };
};
