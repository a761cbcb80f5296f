import { type Failure, FailureError } from '../../../src/core/domain/failure';
import type { Skill } from '../../../src/core/protocol/stream';
import { firstPace } from '../../../src/core/windows/query-size';
import { createActionStatus } from '../../../src/office/actions/action-status';
import { type Callers, createCallers } from '../../../src/office/cells/callers';
import { createFailedCells, type FailedCells } from '../../../src/office/cells/failed-cells';
import { createLastResults, type LastResults } from '../../../src/office/cells/last-results';
import { createRefreshStatus } from '../../../src/office/refresh/refresh-status';
import type { RelayClient } from '../../../src/office/relay/client';
import type { ClientSession, SessionState } from '../../../src/office/relay/session/session';
import type { DocumentSettings } from '../../../src/office/storage/document-settings';
import { createRefreshChoice, type RefreshChoice } from '../../../src/office/storage/refresh-settings';
import type { PaneActions } from '../../../src/taskpane/app/formula-actions';
import type { PaneWorkbook } from '../../../src/taskpane/app/notices';
import type { WorkspaceDeps } from '../../../src/taskpane/app/workspace';
import { ActionButtons } from '../../../src/taskpane/features/actions/action-buttons';
import { ActionNotice } from '../../../src/taskpane/features/actions/action-notice';
import { type FakeQueries, fakeQueries } from './fake-queries';

export const ana = { id: 'amzn1.account.A', name: 'Ana Lyst', email: 'ana@example.com' };
export const skillId = 'amzn1.ask.skill.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
export const now = Date.parse('2026-11-20T10:20:00Z');

export const unreachable: Failure = {
  code: 'unavailable',
  message: "The add-in's server can't be reached.",
  advice: 'Check the connection, then try again.',
};

export interface FakeSession extends ClientSession {
  become(state: SessionState): void;
  /** Calls, in their order. */
  readonly calls: string[];
}

/** A session whose outcomes the test decides. */
export const fakeSession = (initial: SessionState): FakeSession => {
  const listeners = new Set<(state: SessionState) => void>();
  const calls: string[] = [];
  let state = initial;
  const called = (name: string) => (): Promise<void> => {
    calls.push(name);
    return Promise.resolve();
  };
  return {
    calls,
    become: (next) => {
      state = next;
      for (const listener of listeners) listener(next);
    },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restore: called('restore'),
    signIn: called('signIn'),
    finishWithCode: (code) => called(`finishWithCode ${code}`)(),
    cancelSignIn: called('cancelSignIn'),
    addAccount: called('addAccount'),
    useAccount: (id) => called(`useAccount ${id}`)(),
    signOut: called('signOut'),
    signOutEverywhere: called('signOutEverywhere'),
    bearer: () => Promise.resolve(undefined),
    ended: () => undefined,
  };
};

/** One skill in one stage, as the relay lists it. */
export const skill = (name: string, more: Partial<Skill> = {}): Skill => ({
  skillId: `amzn1.ask.skill.${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`,
  stage: 'live',
  name,
  nameByLocale: { 'en-US': name },
  apis: ['custom'],
  vendor: { id: 'V1', name: 'Lighthouse' },
  ...more,
});

export interface FakeDeps extends WorkspaceDeps {
  readonly queries: FakeQueries;
  readonly failed: FailedCells;
  readonly last: LastResults;
  readonly callers: Callers;
  /** Which lists were asked, in their order. */
  readonly asked: string[];
  /** IDs of the skills used last. */
  readonly used: string[];
}

export interface CachedList {
  /** A failure: what the relay says instead. */
  readonly skills?: readonly Skill[] | Failure;
  readonly locales?: readonly string[] | Failure;
  readonly intents?: readonly string[] | Failure;
  readonly recent?: readonly string[];
}

const given = <T>(list: readonly T[] | Failure): Promise<readonly T[]> =>
  'code' in list ? Promise.reject(new FailureError(list)) : Promise.resolve(list);

/** Lists that are there at once; `listed` may be changed for the next asking. */
export const fakeSources = (listed: CachedList = {}): FakeDeps => {
  const asked: string[] = [];
  const used = [...(listed.recent ?? [])];
  const relay: Pick<RelayClient, 'skills' | 'locales' | 'intents'> = {
    skills: () => {
      asked.push('skills');
      return given(listed.skills ?? []);
    },
    locales: (skillId, stage) => {
      asked.push(`locales ${skillId} ${stage}`);
      return given(listed.locales ?? []);
    },
    intents: (skillId, stage, locale) => {
      asked.push(`intents ${skillId} ${stage} ${locale}`);
      return given(listed.intents ?? []);
    },
  };
  return {
    asked,
    used,
    relay,
    recentSkills: {
      list: () => Promise.resolve([...used]),
      add: (skillId) => Promise.resolve(void used.unshift(skillId)),
    },
    recentZones: { list: () => Promise.resolve([]), add: () => Promise.resolve() },
    pace: { get: () => Promise.resolve(firstPace) },
    queries: fakeQueries(),
    failed: createFailedCells(),
    last: createLastResults(),
    callers: createCallers(),
    manager: () => Promise.reject(new FailureError(unreachable)),
    reports: () => Promise.reject(new FailureError(unreachable)),
    actions: { act: () => Promise.reject(new FailureError(unreachable)) },
  };
};

/** A workbook's settings, which are kept at once. */
const fakeSettings = (kept: Map<string, unknown>): DocumentSettings => ({
  get: (name) => kept.get(name),
  set: (name, value) => void kept.set(name, value),
  remove: (name) => void kept.delete(name),
  saveAsync: (done) => done({ status: Office.AsyncResultStatus.Succeeded }),
});

export interface FakeWorkbook extends PaneWorkbook {
  readonly choice: RefreshChoice;
  /** What the pane had done, in order. */
  readonly done: string[];
}

/** A workbook that notes what it is to do. */
export const fakeWorkbook = (): FakeWorkbook => {
  const done: string[] = [];
  const status = createRefreshStatus();
  const note = (what: string) => (addresses: readonly string[]) =>
    Promise.resolve(void done.push(`${what} ${addresses.join()}`));
  const kept = new Map<string, unknown>();
  Object.assign(globalThis, { Office: { AsyncResultStatus: { Succeeded: 'succeeded' } } });
  return {
    done,
    status,
    choice: createRefreshChoice(() => fakeSettings(kept)),
    refresh: (scope) => {
      done.push(scope === undefined ? 'refresh' : `refresh ${scope}`);
      return Promise.resolve(status.get());
    },
    cancelRefresh: () => void done.push('cancel'),
    retry: note('retry'),
    enterAgain: note('enter'),
  };
};

export interface FakeActions extends PaneActions {
  /** What the pane had done, in order. */
  readonly done: string[];
}

/** Actions that note what they are to do. */
export const fakeActions = (): FakeActions => {
  const done: string[] = [];
  const status = createActionStatus();
  return {
    done,
    status,
    ActionButtons,
    ActionNotice,
    act: (action, scope) => {
      done.push(`${action} ${typeof scope === 'string' ? scope : 'chosen'}`);
      return Promise.resolve(status.get());
    },
  };
};
