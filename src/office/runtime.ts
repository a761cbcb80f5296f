import type { Instant } from '../core/domain/instant';
import type { Skill } from '../core/protocol/stream';
import { type ActionStatusCell, createActionStatus } from './actions/action-status';
import type { Actions } from './actions/actions';
import { afterEachCell, afterFirstCell, createCalculate, createCallLog, type SettledCall } from './cells/calculations';
import { type Callers, createCallers, placeKey } from './cells/callers';
import { createDateSystem } from './cells/date-system';
import { createFailedCells, type FailedCells } from './cells/failed-cells';
import { createLastResults, type LastResults } from './cells/last-results';
import { createOrigins, type Origins } from './cells/origins';
import { lazily, setTimer } from './lib/async';
import { createListeners } from './lib/observable';
import { logError, reportFailure } from './lib/report-failure';
import { type CellFunctions, createCellFunctions, createQueries, type Queries } from './queries/cell-functions';
import { nameSkills } from './queries/name-skills';
import { createQueryCache, type RenewalRound } from './queries/query-cache';
import type { CompanionDeps } from './queries/top';
import { createRefreshStatus, type RefreshStatusCell } from './refresh/refresh-status';
import type { RefreshRenewal, Workbook } from './refresh/workbook';
import type { RelayClient } from './relay/client';
import type { RelayAccess } from './relay/fetch';
import { createAccountStore } from './relay/session/account-store';
import { followSession } from './relay/session/follow-session';
import { type ClientSession, createSession } from './relay/session/session';
import { accountChoice } from './storage/account-choice';
import { officeStorage, storageKey } from './storage/office-storage';

/** Everything that the functions, the commands and the pane share. */
export interface Runtime {
  readonly session: ClientSession;
  readonly relay: RelayClient;
  readonly workbook: Workbook;
  readonly cells: CellFunctions;
  readonly queries: Queries;
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
  readonly refreshStatus: RefreshStatusCell;
  /** Refreshes the workbook by itself from now on, as its settings say. Called once. */
  readonly startSchedule: () => Promise<void>;
  readonly actions: Actions;
  readonly actionStatus: ActionStatusCell;
  readonly origins: Origins;
}

const loadFlow = lazily(() => import('./relay/session/sign-in'));

const createLazySession = (access: RelayAccess): ClientSession => {
  const store = createAccountStore(officeStorage, () => storageKey('session'), accountChoice);
  return createSession(store, async (cell) => {
    const { createOfficeSignInFlow } = await loadFlow();
    return createOfficeSignInFlow(cell, access, store);
  });
};

/** Prefetched after the start, so that the first cell doesn't wait for it. */
const loadRelay = lazily(() => import(/* webpackPrefetch: true */ './queries/office-relay'));

const loadWords = lazily(() => import('../core/natural-input/parse-natural'));

const createLazyRelay = (access: RelayAccess, session: ClientSession): RelayClient => {
  const load = lazily(async () => (await loadRelay()).createOfficeRelay(access, session));
  return {
    ask: async (query, how) => (await load()).ask(query, how),
    skills: async (signal) => (await load()).skills(signal),
    locales: async (skillId, stage, signal) => (await load()).locales(skillId, stage, signal),
    intents: async (skillId, stage, locale, signal) => (await load()).intents(skillId, stage, locale, signal),
  };
};

const createLazyWorkbook = (status: RefreshStatusCell, load: () => Promise<Workbook>): Workbook => {
  const loaded = lazily(load);
  return {
    refresh: async (scope, sharedMs) => {
      try {
        return await (await loaded()).refresh(scope, sharedMs);
      } catch (error) {
        status.set({ kind: 'refused', at: Date.now(), failure: reportFailure(error) });
        return status.get();
      }
    },
    cancelRefresh: () => void loaded().then((workbook) => workbook.cancelRefresh(), logError),
    whenRefreshed: async () => (await loaded()).whenRefreshed(),
    retry: async (addresses) => (await loaded()).retry(addresses),
    fillFailed: async () => (await loaded()).fillFailed(),
    enterAgain: async (addresses) => (await loaded()).enterAgain(addresses),
  };
};

const createLazyActions = (status: ActionStatusCell, load: () => Promise<Actions>): Actions => {
  const loaded = lazily(load);
  return {
    act: async (action, scope) => {
      try {
        return await (await loaded()).act(action, scope);
      } catch (error) {
        status.set({ kind: 'failed', action, failure: reportFailure(error) });
        return status.get();
      }
    },
    settled: async (address) => (await loaded()).settled(address),
  };
};

const loadCompanions = (deps: CompanionDeps) =>
  lazily(async () => (await import('./queries/companions')).createCompanions(deps));

const loadSpills = lazily(() => import('./workbook/spills/spills'));

/** Formats cells after their calculation, which doesn't depend on it. */
const formatLater = async (settled: SettledCall): Promise<void> => (await loadSpills()).spills.settled(settled);

const markForStart = async (): Promise<void> => (await import('./storage/startup')).startup.mark();

const compose = (): Runtime => {
  const access: RelayAccess = { fetch: (...call) => fetch(...call), origin: location.origin };
  const session = createLazySession(access);
  const relay = createLazyRelay(access, session);
  const now = (): number => Date.now();
  let skillsKnown: () => readonly Skill[] = () => [];
  const ask: RelayClient['ask'] = async (query, how) => {
    try {
      return await relay.ask(query, how);
    } catch (error) {
      throw nameSkills(error, skillsKnown());
    }
  };
  const answers = createQueryCache({ ask, wait: setTimer, now });
  const dates = createDateSystem(async () => (await loadRelay()).officeSerialShift());
  const [log, callers, failed, last] = [createCallLog(), createCallers(), createFailedCells(), createLastResults()];
  const forgetting = createListeners<undefined>();
  const lists = lazily(async () => {
    const { createListCache } = await loadRelay();
    const made = createListCache(relay, { now, wait: setTimer });
    forgetting.add(() => made.forget());
    skillsKnown = () => made.skills().known() ?? [];
    return made;
  });
  const sources = { now, dates, skills: async () => (await lists()).skills(), words: loadWords };
  const renew = ({ lists, ...renewal }: RefreshRenewal): RenewalRound => {
    dates.forget();
    if (lists) forgetting.notify(undefined);
    return answers.renew(renewal);
  };
  const companions = loadCompanions({ ...sources, answers, lists });
  const queries = createQueries(answers, loadRelay, sources, async (...call) =>
    (await companions()).skillName(...call),
  );
  const refreshStatus = createRefreshStatus();
  const preflight = async (): Promise<Instant | undefined> => {
    const { officePreflight } = await loadFlow();
    return officePreflight({ access, session });
  };
  const workbook = createLazyWorkbook(refreshStatus, async () => {
    const { createOfficeWorkbook } = await import(/* webpackPrefetch: true */ './refresh/workbook');
    return createOfficeWorkbook({ renew, preflight, log, callers, failed, last, status: refreshStatus });
  });
  const [origins, actionStatus] = [createOrigins(), createActionStatus()];
  const actions = createLazyActions(actionStatus, async () => {
    const { createOfficeActions } = await import('./actions/actions');
    const among = (addresses: readonly string[]): ((address: string) => boolean) => {
      const places = new Set(addresses.map(placeKey));
      return (address) => places.has(placeKey(address));
    };
    const knowledge = () => ({
      hasCalled: among(callers.since(0)),
      isWaiting: among(queries.running().flatMap(({ addresses }) => addresses)),
      failureAt: (address: string) => failed.failureAt(address),
      originOf: (address: string) => origins.of(address),
    });
    return createOfficeActions({ knowledge }, actionStatus);
  });
  followSession(session, {
    forget: (why) => {
      answers.clear(why);
      log.answerBy(() => undefined);
      failed.forget();
      forgetting.notify(undefined);
    },
    forgetPerson: () => last.clear(),
    fill: () => {
      // A sign-in makes the reason of a refused refresh obsolete.
      refreshStatus.set({ kind: 'none' });
      void workbook.fillFailed().catch(logError);
    },
  });
  return {
    session,
    relay,
    workbook,
    cells: createCellFunctions(
      log.watch(
        afterEachCell(
          afterFirstCell(createCalculate({ callers, failed, last }), () => void markForStart().catch(() => undefined)),
          (settled) => {
            const { address, origin, look } = settled;
            if (origin !== undefined) {
              origins.record(address, { ...origin, look });
              void actions.settled(address).catch(() => undefined);
            }
            void formatLater(settled).catch(() => undefined);
          },
        ),
      ),
      queries,
      companions,
    ),
    queries,
    callers,
    failed,
    last,
    refreshStatus,
    startSchedule: async () => {
      const { startOfficeSchedule } = await import('./refresh/refresh-schedule');
      const isSignedIn = (): boolean => session.state().kind === 'signed-in';
      startOfficeSchedule({ workbook, status: refreshStatus, isSignedIn });
    },
    actions,
    actionStatus,
    origins,
  };
};

let composed: Runtime | undefined;

/**
 * The add-in's only runtime, created on the first call. office.js must be ready by then.
 *
 * @example
 * ```ts
 * await whenReady();
 * const { session, workbook } = runtime();
 * await session.restore();
 * if (session.state().kind === 'signed-in') await workbook.refresh();
 * ```
 */
export const runtime = (): Runtime => (composed ??= compose());
