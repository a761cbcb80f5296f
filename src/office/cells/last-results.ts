import { type Failure, type FailureCode, failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { cancelled } from '../lib/async';
import { createObservable } from '../lib/observable';
import { type Calculation, type CallTimes, cellsOf, type FunctionResult } from './call-result';
import { callId, type CellCall } from './callers';
import type { ExcelCell } from './excel-cells';

/** A cell that shows its last result because a new one is unavailable. */
export interface StaleCell {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  /** The time as of which the shown result holds; left out for a value that the workbook was saved with. */
  readonly since?: Instant;
  /** Why there is no newer result. */
  readonly failure: Failure;
  /** The shown range of time, if a new result would have another: the range of "-7d" moves on. */
  readonly range?: CallTimes;
}

/**
 * The last result of each call, which serves when a new one is unavailable.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5861#section-4 | RFC 5861, section 4 (stale-if-error)}
 */
export interface LastResults {
  /** The cells that show a last result, in the order in which they began to. */
  list(): readonly StaleCell[];
  /** Calls `listener` when the list changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /**
   * Runs a call's calculation. If it fails for a reason outside the formula, the call's last result serves, and the
   * cell is listed.
   *
   * @param mayServe false for a cell that shows an error: it must get a new result or fail
   * @returns the cells of the result, row by row
   * @throws {FailureError} the failure of the calculation when no last result may serve
   */
  orLast(call: CellCall, calculate: Calculation, mayServe: boolean): Promise<ExcelCell[][]>;
  /** The last result of a call, whichever cell made it. */
  known(key: string): FunctionResult | undefined;
  /**
   * Lists a cell that is left alone after a failure, and so goes on showing what it shows.
   *
   * @param asked the range of time that the call has asked for
   * @returns false if the cell must show the failure: a mistake in the formula, or values that the person may not see
   */
  leave(call: CellCall, failure: Failure, asked?: CallTimes): boolean;
  /** What is known of the results that calls show, in the order in which the calls were first made. */
  shown(): readonly ShownResult[];
  /** Removes calls from the list that their cells no longer make. */
  drop(gone: (call: CellCall) => boolean): void;
  /** Deletes all results and the list: another person may be at the computer. */
  clear(): void;
}

/** Failures that only another formula avoids. */
const mistakes: readonly FailureCode[] = ['invalid_query', 'rejected', 'too_large', 'not_found'];

const sameRange = (one: CallTimes, other: CallTimes): boolean =>
  one.startTime === other.startTime && one.endTime === other.endTime;

type Stale = StaleCell & CellCall;

/** When the result that a call shows was fetched, and from when on it can still change. */
export interface ShownResult extends CellCall, Pick<FunctionResult, 'asOf' | 'provisionalFrom'> {}

/** The most calls whose results are remembered. */
const mostShown = 20_000;

/**
 * Creates an empty record of last results.
 * @param maxPoints the most values in memory; the oldest results are dropped. One million by default.
 */
export const createLastResults = (maxPoints = 1_000_000): LastResults => {
  const list = createObservable<readonly StaleCell[]>([]);
  const results = new Map<string, FunctionResult>();
  const stale = new Map<string, Stale>();
  const shown = new Map<string, ShownResult>();
  let points = 0;
  const changed = (): void => list.set([...stale.values()]);
  const unlist = (call: CellCall): void => {
    if (stale.delete(callId(call))) changed();
  };
  const remove = (key: string): void => {
    points -= results.get(key)?.points ?? 0;
    results.delete(key);
  };
  const keep = (key: string, result: FunctionResult): void => {
    remove(key);
    results.set(key, result);
    points += result.points;
    for (const oldest of results.keys()) {
      if (points <= maxPoints) break;
      remove(oldest);
    }
  };

  /** Lists a call whose last result, or whose saved value, goes on being shown. */
  const serve = (call: CellCall, failure: Failure, asked: CallTimes | undefined): void => {
    const last = results.get(call.key);
    const { range } = last ?? {};
    const moved = range !== undefined && !sameRange(range, asked ?? range);
    const since = last === undefined ? {} : { since: last.asOf };
    stale.set(callId(call), { ...call, ...since, failure, ...(moved ? { range } : {}) });
    changed();
  };

  return {
    list: list.get,
    subscribe: list.subscribe,
    known: (key) => results.get(key),
    leave: (call, failure, asked) => {
      // Without a result in memory, the cell may show another person's numbers.
      const isRefused = failure.code === 'forbidden' && !results.has(call.key);
      if (isRefused || mistakes.includes(failure.code)) return false;
      serve(call, failure, asked);
      return true;
    },
    orLast: async (call, calculate, mayServe) => {
      let wanted: CallTimes | undefined;
      const before = stale.get(callId(call));
      // The new turn keeps the call from being dropped while it runs.
      if (before !== undefined) stale.set(callId(call), { ...before, turn: call.turn });
      try {
        const result = await calculate((range) => (wanted = range));
        const cells = cellsOf(result);
        if (result !== undefined) {
          keep(call.key, result);
          const { asOf, provisionalFrom } = result;
          if (shown.size >= mostShown) shown.clear();
          shown.set(callId(call), { ...call, asOf, ...(provisionalFrom === undefined ? {} : { provisionalFrom }) });
        }
        unlist(call);
        return cells;
      } catch (error) {
        const failure = failureOf(error);
        // Excel has cancelled the call: another one decides what the cell shows.
        if (failure === cancelled) throw error;
        const last = results.get(call.key);
        if (last === undefined || !mayServe || mistakes.includes(failure.code)) {
          unlist(call);
          throw error;
        }
        serve(call, failure, wanted);
        return last.cells();
      }
    },
    shown: () => [...shown.values()],
    drop: (gone) => {
      for (const [id, call] of shown) if (gone(call)) shown.delete(id);
      const calls = [...stale.values()].filter(gone);
      for (const call of calls) stale.delete(callId(call));
      if (calls.length > 0) changed();
    },
    clear: () => {
      results.clear();
      points = 0;
      stale.clear();
      shown.clear();
      changed();
    },
  };
};
