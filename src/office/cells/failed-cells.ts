import type { Failure } from '../../core/domain/failure';
import { cancelled } from '../lib/abort';
import { callId, placeKey, type CellCall } from './callers';
import { createObservable } from '../lib/observable';
import { reportFailure } from '../lib/report-failure';

/** A cell whose last calculation failed. */
export interface FailedCell {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly failure: Failure;
}

/**
 * The cells of which a call has failed since the add-in started. What such a cell shows says nothing of it: `IFERROR` and
 * the like turn our error into something that looks like an answer.
 */
export interface FailedCells {
  /** Those to be told, the latest first. */
  list(): readonly FailedCell[];
  /** Why a cell has no answer, whether or not it is told; undefined where it has one. */
  failureAt(address: string): Failure | undefined;
  subscribe(listener: () => void): () => void;
  /** Calculates a call, and remembers it where that fails. */
  watch<T>(call: CellCall, calculate: () => Promise<T>): Promise<T>;
  /** Whether this very call has failed and not succeeded since. */
  isFailing(call: CellCall): boolean;
  /** All cells that another try may fill, whether or not they are told. */
  waiting(): readonly string[];
  /** No longer tells a cell, or any; they go on waiting. */
  forget(address?: string): void;
  /** Forgets calls that their cells no longer make. */
  drop(gone: (call: CellCall) => boolean): void;
}

type FailingCall = CellCall & { readonly failure: Failure };

/** @param atMost how many are told; the oldest go first */
export const createFailedCells = (atMost = 50): FailedCells => {
  const list = createObservable<readonly FailedCell[]>([]);
  const failing = new Map<string, FailingCall>();
  const told = new Map<string, { readonly failure: Failure; readonly turn: number }>();
  const changed = (): void => list.set([...told].map(([address, { failure }]) => ({ address, failure })).reverse());
  const hide = (address: string): void => {
    if (told.delete(address)) changed();
  };
  const hasFailing = (address: string): boolean => [...failing.values()].some((call) => call.address === address);

  return {
    list: list.get,
    failureAt: (address) =>
      [...failing.values()].findLast((call) => placeKey(call.address) === placeKey(address))?.failure,
    subscribe: list.subscribe,
    watch: async (call, calculate) => {
      const { address, turn } = call;
      const id = callId(call);
      // The cell still makes this call, however long it takes.
      const before = failing.get(id);
      if (before !== undefined) failing.set(id, { ...before, ...call });
      try {
        const result = await calculate();
        const hasFailed = failing.delete(id);
        // Another call of the same cell may still have failed, unless it belongs to a calculation before this one.
        const shown = told.get(address);
        if (shown !== undefined && (turn > shown.turn || !hasFailing(address))) hide(address);
        else if (hasFailed) changed();
        return result;
      } catch (error) {
        const failure = reportFailure(error);
        // Excel itself called it off: the cell is calculated anew, or holds something else by now.
        if (failure === cancelled) hide(address);
        else {
          failing.set(id, { ...call, failure });
          told.delete(address);
          told.set(address, { failure, turn });
          for (const oldest of [...told.keys()].slice(0, -atMost)) told.delete(oldest);
          changed();
        }
        throw error;
      }
    },
    isFailing: (call) => failing.has(callId(call)),
    waiting: () => [...new Set([...failing.values()].map(({ address }) => address))],
    forget: (address) => {
      if (address === undefined) told.clear();
      else told.delete(address);
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
