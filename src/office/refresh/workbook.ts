import { failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { type Callers, placeKey } from '../cells/callers';
import type { FailedCells } from '../cells/failed-cells';
import type { LastResults } from '../cells/last-results';
import { findFormulas, type FoundCell } from '../excel/find-formulas';
import { type RunExcel, runExcel } from '../excel/run';
import { setTimer } from '../lib/async';
import type { Renewal } from '../queries/query-cache';
import { createRecalculate, type Recalculate } from './recalculate';
import type { RefreshScope, RefreshStatus, RefreshStatusCell } from './refresh-status';

/** Work on all of the add-in's cells in the workbook. */
export interface Workbook {
  /**
   * Recalculates all cells that call the add-in's functions, if the relay and Amazon can answer them; otherwise changes
   * nothing. Never rejects.
   *
   * @param scope `all` refreshes even numbers that Amazon no longer corrects; `changed` by default
   * @returns the outcome, which the observable status holds, too
   */
  refresh(scope?: RefreshScope): Promise<RefreshStatus>;
  /**
   * Recalculates single cells, if the relay and Amazon can answer them.
   * @throws {FailureError} when Excel refuses
   */
  retry(addresses: readonly string[]): Promise<void>;
  /**
   * Recalculates cells without an answer, as after a sign-in: those with a failed call, those that were saved with an
   * error, and those of a newly opened workbook whose value may hide an error. The last ones are recalculated only if
   * the relay and Amazon can answer them; otherwise the status holds the reason.
   *
   * @throws {FailureError} when Excel refuses
   */
  fillFailed(): Promise<void>;
  /**
   * Enters formulas again that Excel did not calculate.
   * @throws {FailureError} when Excel refuses
   */
  enterAgain(addresses: readonly string[]): Promise<void>;
}

export interface WorkbookDeps {
  readonly run: RunExcel;
  readonly now: () => Instant;
  /** Checks whether a refresh can succeed: see {@link preflight}. */
  readonly preflight: () => Promise<Instant | undefined>;
  /** Clears the caches before a recalculation. */
  readonly forget: (renewal: Renewal) => void;
  readonly recalculate: Recalculate;
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
  readonly status: RefreshStatusCell;
}

const placesOf = (addresses: readonly string[]): ReadonlySet<string> => new Set(addresses.map(placeKey));

/** Creates the work on the workbook's cells. */
export const createWorkbook = ({ run, now, preflight, forget, recalculate, ...parts }: WorkbookDeps): Workbook => {
  const { callers, failed, last, status } = parts;
  let refreshing: Promise<RefreshStatus> | undefined;

  const find = (): Promise<readonly FoundCell[]> => {
    const callingPlaces = placesOf(callers.since(0));
    return run((context) => findFormulas(context, (address) => callingPlaces.has(placeKey(address))));
  };
  const become = (next: RefreshStatus): RefreshStatus => {
    status.set(next);
    return next;
  };
  /** Acts if the relay and Amazon can answer. Returns whether it has acted. */
  const afterPreflight = async (act: () => Promise<void>, scope: RefreshScope = 'changed'): Promise<boolean> => {
    become({ kind: 'checking' });
    let since: Instant | undefined;
    try {
      since = await preflight();
    } catch (error) {
      become({ kind: 'refused', at: now(), failure: failureOf(error), ...(scope === 'all' ? { scope } : {}) });
      return false;
    }
    forget({ since, all: scope === 'all' });
    await act();
    return true;
  };
  const refresh = async (scope: RefreshScope): Promise<RefreshStatus> => {
    let cells = 0;
    try {
      await afterPreflight(async () => {
        const found = await find();
        callers.setSilent([]);
        cells = found.length;
        await recalculate(found);
        become({ kind: 'refreshed', at: now(), cells });
      }, scope);
    } catch (error) {
      become({ kind: 'refused', at: now(), failure: failureOf(error) });
    }
    return status.get();
  };

  return {
    refresh: (scope = 'changed') =>
      (refreshing ??= refresh(scope).finally(() => {
        refreshing = undefined;
      })),
    retry: async (addresses) => {
      try {
        if (await afterPreflight(() => recalculate.at(addresses))) become({ kind: 'none' });
      } catch (error) {
        become({ kind: 'none' });
        throw error;
      }
    },
    fillFailed: async () => {
      const found = await find();
      const places = placesOf(found.map(({ address }) => address));
      const waiting = placesOf([...failed.waiting(), ...last.list().map(({ address }) => address)]);
      // If a failed cell no longer holds a formula, it has moved, and its new address hasn't called yet.
      const moved = [...waiting].some((place) => !places.has(place));
      const heardOf = placesOf(callers.since(0));
      failed.drop(({ address }) => !places.has(placeKey(address)));
      last.drop(({ address }) => !places.has(placeKey(address)));
      const isNew = ({ address }: FoundCell): boolean => !heardOf.has(placeKey(address));
      const isEmpty = (cell: FoundCell): boolean =>
        cell.shows === 'error' ||
        cell.shows === 'unknown-name' ||
        waiting.has(placeKey(cell.address)) ||
        (moved && isNew(cell));
      await recalculate(found.filter(isEmpty));
      const unsure = found.filter((cell) => cell.shows === 'unsure' && isNew(cell) && !isEmpty(cell));
      if (unsure.length > 0 && (await afterPreflight(() => recalculate(unsure)))) become({ kind: 'none' });
    },
    enterAgain: (addresses) => recalculate.enter(addresses),
  };
};

type Given = 'run' | 'now' | 'recalculate';

/** Creates the workbook in the real Excel. */
export const createOfficeWorkbook = (parts: Omit<WorkbookDeps, Given>): Workbook =>
  createWorkbook({
    ...parts,
    run: runExcel,
    now: Date.now,
    recalculate: createRecalculate({ ...parts, run: runExcel, wait: setTimer }),
  });
