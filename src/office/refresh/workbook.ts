import { failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Renewal } from '../queries/query-cache';
import { placeKey, type Callers } from '../cells/callers';
import type { RunExcel } from '../excel/run';
import type { FailedCells } from '../cells/failed-cells';
import { findFormulas, type FoundCell } from '../excel/find-formulas';
import type { LastResults } from '../cells/last-results';
import type { Recalculate } from './recalculate';
import type { RefreshScope, RefreshStatus, RefreshStatusCell } from './refresh-status';

/** The workbook as a whole. */
export interface Workbook {
  /**
   * Has all cells that call our functions ask again, once it is clear that they can be answered; else touches nothing.
   * Never rejects: the status tells how it went. `all` has even those numbers asked again that Amazon corrects no more.
   */
  refresh(scope?: RefreshScope): Promise<RefreshStatus>;
  /** The same for single cells. Rejects with a FailureError where Excel refuses. */
  retry(addresses: readonly string[]): Promise<void>;
  /**
   * Fills the cells that have no answer, now that there is hope of one: those whose call has failed, those that were saved as
   * an error, and those of an opened workbook whose value may stand for an error. Of the last nobody can tell, so they ask
   * only where they can be answered: else the status says why not. Rejects with a FailureError only.
   */
  fillFailed(): Promise<void>;
  /** Enters formulas again that Excel did not calculate. Rejects with a FailureError only. */
  enterAgain(addresses: readonly string[]): Promise<void>;
}

export interface WorkbookDeps {
  readonly run: RunExcel;
  readonly now: () => Instant;
  /** Gives the relay's time. Rejects with a FailureError where asking again cannot succeed. */
  readonly preflight: () => Promise<Instant | undefined>;
  /** Called before cells calculate again, so that they do not get what is in memory. */
  readonly forget: (renewal: Renewal) => void;
  readonly recalculate: Recalculate;
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
  readonly status: RefreshStatusCell;
}

const placesOf = (addresses: readonly string[]): ReadonlySet<string> => new Set(addresses.map(placeKey));

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
  /** Does something that can succeed only where the relay and Amazon answer; gives whether it was done. */
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
      // Where a cell that waits holds no formula any more, rows or sheets were moved: it is among those never heard of.
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
