import { failureOf, type Failure, type FailureCode } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { cancelled } from '../lib/abort';
import { callId, type CellCall } from './callers';
import { cellsOf, type Calculation, type CallResult, type CallTimes } from './call-result';
import type { ExcelCell } from './cell-values';
import { createObservable } from '../lib/observable';

/** A cell that shows its last result, since another could not be had. */
export interface StaleCell {
  readonly address: string;
  /** As of when what it shows holds. */
  readonly since: Instant;
  /** Why there is nothing newer. */
  readonly failure: Failure;
  /** The range of time that it shows, where it would be another now: that of "-7d" moves on. */
  readonly range?: CallTimes;
}

/** The last result of each call, served where a new one cannot be had: stale-if-error (RFC 5861, section 4). */
export interface LastResults {
  /** The cells that show one, in the order in which they came to it. */
  list(): readonly StaleCell[];
  subscribe(listener: () => void): () => void;
  /**
   * The cells of a call's result, or of its last where there is no new one for a reason that lies not in the formula. Whoever is served
   * a last result is listed.
   * @param mayServe false for a cell that shows an error: it is to have a true answer or none
   */
  orLast(call: CellCall, calculate: Calculation, mayServe: boolean): Promise<ExcelCell[][]>;
  /** No longer lists calls that their cells no longer make. */
  drop(gone: (call: CellCall) => boolean): void;
  /** Forgets everything: somebody else is here. */
  clear(): void;
}

/** What only another formula changes. */
const mistakes: readonly FailureCode[] = ['invalid_query', 'rejected', 'too_large', 'not_found'];

const sameRange = (one: CallTimes, other: CallTimes): boolean =>
  one.startTime === other.startTime && one.endTime === other.endTime;

type Stale = StaleCell & CellCall;

/** @param maxPoints values kept in memory, at most; results that were got longest ago go first */
export const createLastResults = (maxPoints = 1_000_000): LastResults => {
  const list = createObservable<readonly StaleCell[]>([]);
  const kept = new Map<string, CallResult>();
  const stale = new Map<string, Stale>();
  let points = 0;
  const changed = (): void => list.set([...stale.values()]);
  const unlist = (call: CellCall): void => {
    if (stale.delete(callId(call))) changed();
  };
  const remove = (key: string): void => {
    points -= kept.get(key)?.points ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, result: CallResult): void => {
    remove(key);
    kept.set(key, result);
    points += result.points;
    for (const oldest of kept.keys()) {
      if (points <= maxPoints) break;
      remove(oldest);
    }
  };

  return {
    list: list.get,
    subscribe: list.subscribe,
    orLast: async (call, calculate, mayServe) => {
      let wanted: CallTimes | undefined;
      const before = stale.get(callId(call));
      // The cell still makes this call, however long it takes.
      if (before !== undefined) stale.set(callId(call), { ...before, turn: call.turn });
      try {
        const result = await calculate((range) => (wanted = range));
        const cells = cellsOf(result);
        if (result !== undefined) keep(call.key, result);
        unlist(call);
        return cells;
      } catch (error) {
        const failure = failureOf(error);
        // Excel itself called it off: what the cell shows is not decided yet.
        if (failure === cancelled) throw error;
        const last = kept.get(call.key);
        if (last === undefined || !mayServe || mistakes.includes(failure.code)) {
          unlist(call);
          throw error;
        }
        const { asOf: since, range } = last;
        const moved = range !== undefined && !sameRange(range, wanted ?? range);
        stale.set(callId(call), { ...call, since, failure, ...(moved ? { range } : {}) });
        changed();
        return last.cells();
      }
    },
    drop: (gone) => {
      const calls = [...stale.values()].filter(gone);
      for (const call of calls) stale.delete(callId(call));
      if (calls.length > 0) changed();
    },
    clear: () => {
      kept.clear();
      points = 0;
      stale.clear();
      changed();
    },
  };
};
