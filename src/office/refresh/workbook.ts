import { failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { CallLog } from '../cells/calculations';
import { type Callers, placeKey } from '../cells/callers';
import { takesFormats } from '../cells/excel-cells';
import type { FailedCells } from '../cells/failed-cells';
import type { LastResults } from '../cells/last-results';
import { findFormulas, type FoundCell } from '../excel/find-formulas';
import { callsLists } from '../excel/formula-cells';
import { type RunExcel, runExcel } from '../excel/run';
import { type SetTimer, setTimer } from '../lib/async';
import type { Renewal, RenewalRound } from '../queries/query-cache';
import { findInScope } from './find-scope';
import { createRecalculate, type Recalculate } from './recalculate';
import { type RefreshRun, startRun } from './refresh-run';
import type { RefreshScope, RefreshStatus, RefreshStatusCell } from './refresh-status';

/** Work on the add-in's cells in the workbook. */
export interface Workbook {
  /**
   * Refreshes the formulas in a scope, if the relay and Amazon can answer them; otherwise changes nothing. One refresh runs
   * at a time: another that is part of it is not made, any other one follows it. Never rejects.
   *
   * @param scope `workbook` by default
   * @param sharedMs numbers that the relay has fetched in as many milliseconds before, for somebody with the same account,
   *     are fresh enough. Default 0
   * @returns the status once it has begun, or was refused. The observable status follows it to its end.
   */
  refresh(scope?: RefreshScope, sharedMs?: number): Promise<RefreshStatus>;
  /** Cancels the refresh under way: cells that have no new answer go on showing what they do. */
  cancelRefresh(): void;
  /** Resolves when no refresh is under way. Never rejects. */
  whenRefreshed(): Promise<void>;
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

/** What a refresh has asked again. */
export interface RefreshRenewal extends Renewal {
  /** Whether the lists of skills, locales and intents are asked again, too. */
  readonly lists: boolean;
}

export interface WorkbookDeps {
  readonly run: RunExcel;
  readonly wait: SetTimer;
  readonly now: () => Instant;
  /** Checks whether a refresh can succeed: see {@link preflight}. */
  readonly preflight: () => Promise<Instant | undefined>;
  /** Has queries sent again before a recalculation. */
  readonly renew: (renewal: RefreshRenewal) => RenewalRound;
  readonly recalculate: Recalculate;
  readonly log: CallLog;
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
  readonly status: RefreshStatusCell;
  readonly takesFormats: () => boolean;
}

interface ScopeRefresh {
  readonly scope: RefreshScope;
  readonly begun: Promise<RefreshStatus>;
  readonly ended: Promise<void>;
  cancel(): void;
}

const placesOf = (addresses: readonly string[]): ReadonlySet<string> => new Set(addresses.map(placeKey));
const addressesOf = (cells: readonly FoundCell[]): readonly string[] => cells.map(({ address }) => address);

/** Whether one refresh makes another one superfluous. A cell, a selection or a sheet may be another by now. */
const covers = (running: RefreshScope, next: RefreshScope): boolean =>
  running === 'everything' || (running === 'workbook' && next !== 'everything');

/** Creates the work on the workbook's cells. */
export const createWorkbook = (deps: WorkbookDeps): Workbook => {
  const { run, now, preflight, renew, recalculate, callers, failed, last, status } = deps;
  let refreshing: ScopeRefresh | undefined;
  let retried: RenewalRound | undefined;

  const hasCalled = (): ((address: string) => boolean) => {
    const callingPlaces = placesOf(callers.since(0));
    return (address) => callingPlaces.has(placeKey(address));
  };
  const become = (next: RefreshStatus): RefreshStatus => {
    status.set(next);
    return next;
  };
  const refuse = (error: unknown, scope?: RefreshScope): RefreshStatus =>
    become({ kind: 'refused', at: now(), failure: failureOf(error), ...(scope === undefined ? {} : { scope }) });

  /** Recalculates cells if the relay and Amazon can answer. */
  const afterPreflight = async (addresses: readonly string[], act: () => Promise<void>): Promise<void> => {
    let since: Instant | undefined;
    try {
      since = await preflight();
    } catch (error) {
      refuse(error);
      return;
    }
    if (status.get().kind === 'refused') become({ kind: 'none' });
    retried?.end();
    retried = renew({ since, places: placesOf(addresses), lists: true });
    await act();
  };

  const begin = async (
    scope: RefreshScope,
    sharedMs: number,
    isWanted: () => boolean,
  ): Promise<RefreshRun | undefined> => {
    become({ kind: 'checking' });
    const checkedAt = await preflight();
    const since = checkedAt === undefined ? undefined : checkedAt - sharedMs;
    const found = await findInScope(run, hasCalled(), scope);
    if (!isWanted()) {
      become({ kind: 'none' });
      return undefined;
    }
    const places = placesOf(addressesOf(found));
    const isWhole = scope === 'workbook' || scope === 'everything';
    callers.setSilent(callers.silent().filter((address) => !isWhole && !places.has(placeKey(address))));
    const lists = isWhole || found.some(({ formula }) => callsLists(formula));
    const round = renew({ since, places, all: scope === 'everything', lists });
    const started = startRun(found, deps, (done) => {
      become({ kind: 'running', scope, done, total: found.length });
    });
    const ended = started.ended
      .then((outcome) => {
        become({ kind: 'refreshed', ...outcome, scope, requests: round.requests() });
        return outcome;
      })
      .finally(() => round.end());
    return { ...started, ended };
  };
  const start = (scope: RefreshScope, sharedMs: number): ScopeRefresh => {
    let isWanted = true;
    const beginning = begin(scope, sharedMs, () => isWanted);
    const ended = beginning
      .then((one) => one?.ended)
      .then(
        () => undefined,
        (error: unknown) => void refuse(error, scope),
      )
      .finally(() => {
        if (refreshing === mine) refreshing = undefined;
      });
    const mine: ScopeRefresh = {
      scope,
      begun: Promise.race([beginning.then((one) => one?.begun), ended])
        .catch(() => ended)
        .then(() => status.get()),
      ended,
      cancel: () => {
        isWanted = false;
        void beginning.then(
          (one) => one?.cancel(),
          () => undefined,
        );
      },
    };
    return mine;
  };

  return {
    refresh: async (scope = 'workbook', sharedMs = 0) => {
      if (refreshing !== undefined && covers(refreshing.scope, scope)) return refreshing.begun;
      while (refreshing !== undefined) await refreshing.ended;
      refreshing = start(scope, sharedMs);
      return refreshing.begun;
    },
    cancelRefresh: () => refreshing?.cancel(),
    whenRefreshed: async () => {
      while (refreshing !== undefined) await refreshing.ended;
    },
    retry: (addresses) => afterPreflight(addresses, () => recalculate.at(addresses)),
    fillFailed: async () => {
      const found = await run((context) => findFormulas(context, hasCalled()));
      const places = placesOf(addressesOf(found));
      const waiting = placesOf([...failed.waiting(), ...last.list().map(({ address }) => address)]);
      // If a failed cell no longer holds a formula, it has moved, and its new address hasn't called yet.
      const moved = [...waiting].some((place) => !places.has(place));
      const callingPlaces = placesOf(callers.since(0));
      failed.drop(({ address }) => !places.has(placeKey(address)));
      last.drop(({ address }) => !places.has(placeKey(address)));
      const isNew = ({ address }: FoundCell): boolean => !callingPlaces.has(placeKey(address));
      const isEmpty = (cell: FoundCell): boolean =>
        cell.shows === 'error' ||
        cell.shows === 'unknown-name' ||
        waiting.has(placeKey(cell.address)) ||
        (moved && isNew(cell));
      await recalculate(found.filter(isEmpty));
      const unsure = found.filter((cell) => cell.shows === 'unsure' && isNew(cell) && !isEmpty(cell));
      if (unsure.length > 0) await afterPreflight(addressesOf(unsure), () => recalculate(unsure));
    },
    enterAgain: (addresses) => recalculate.enter(addresses),
  };
};

type OfficeDeps = 'run' | 'wait' | 'now' | 'recalculate' | 'takesFormats';

/** Creates the workbook in the real Excel. */
export const createOfficeWorkbook = (parts: Omit<WorkbookDeps, OfficeDeps>): Workbook => {
  const real = { ...parts, run: runExcel, wait: setTimer, now: Date.now };
  return createWorkbook({ ...real, takesFormats, recalculate: createRecalculate(real) });
};
