import type { Failure } from '../core/failure';
import { afterFirstCell } from './after-first-cell';
import { createAnswers } from './answers';
import { createBearerStore } from './bearer-store';
import type { Companions, CompanionSettings } from './companions';
import { createFailedCells, type FailedCells } from './failed-cells';
import { followSession } from './follow-session';
import { later } from './later';
import { lazily } from './lazily';
import { createListeners } from './listeners';
import { officeStorage, storageKey } from './office-storage';
import { createQuestions, type Questions } from './questions';
import type { RelayAccess } from './relay-call';
import type { RelayClient } from './relay-client';
import { createSession, type Session } from './session';
import type { Workbook } from './workbook';

/** Everything that functions, commands and pane share. */
export interface Runtime {
  readonly session: Session;
  readonly relay: RelayClient;
  readonly workbook: Workbook;
  readonly questions: Questions;
  readonly companions: Companions;
  readonly failed: FailedCells;
}

const createLazySession = (access: RelayAccess): Session => {
  const store = createBearerStore(officeStorage, () => storageKey('session'));
  return createSession(store, async (cell) => {
    const { createOfficeSessionFlow } = await import('./office-session-flow');
    return createOfficeSessionFlow(cell, access, store);
  });
};

/** Fetched as soon as the page has started, so that the first cell does not wait for it. */
const createLazyRelay = (access: RelayAccess, session: Session): RelayClient => {
  const load = lazily(async () => {
    const { createOfficeRelay } = await import(/* webpackPrefetch: true */ './office-relay');
    return createOfficeRelay(access, session);
  });
  return {
    ask: async (question, how) => (await load()).ask(question, how),
    skills: async (signal) => (await load()).skills(signal),
    locales: async (skillId, stage, signal) => (await load()).locales(skillId, stage, signal),
    intents: async (skillId, stage, locale, signal) => (await load()).intents(skillId, stage, locale, signal),
  };
};

const watchTables = (questions: Questions, failed: FailedCells): Questions => ({
  ...questions,
  table: (args, invocation) => failed.watch(invocation, () => questions.table(args, invocation)),
});

const createLazyCompanions = (settings: CompanionSettings, failed: FailedCells): Companions => {
  const load = lazily(async () => (await import('./companions')).createCompanions(settings));
  return {
    total: (args, invocation) => failed.watch(invocation, async () => (await load()).total(args, invocation)),
    skills: (vendor, invocation) => failed.watch(invocation, async () => (await load()).skills(vendor, invocation)),
    intents: (args, invocation) => failed.watch(invocation, async () => (await load()).intents(args, invocation)),
    info: (args, invocation) => failed.watch(invocation, async () => (await load()).info(args, invocation)),
  };
};

const createLazyWorkbook = (forget: () => void): Workbook => {
  const load = lazily(async () => (await import('./office-workbook')).createOfficeWorkbook(forget));
  return {
    refresh: async (scope) => (await load()).refresh(scope),
  };
};

const fillWaitingCells = async (): Promise<void> => {
  const workbook = await import('./office-workbook');
  await workbook.fillWaitingCells();
};

const markForStart = async (): Promise<void> => (await import('./startup')).startup.mark();

const compose = (): Runtime => {
  const access: RelayAccess = { fetch: (...call) => fetch(...call), origin: location.origin };
  const session = createLazySession(access);
  const relay = createLazyRelay(access, session);
  const now = (): number => Date.now();
  const answers = createAnswers({ ask: (question, how) => relay.ask(question, how), wait: later, now });
  const failed = afterFirstCell(createFailedCells(), () => void markForStart().catch(() => undefined));
  const forgetting = createListeners<undefined>();
  const onForget = (forget: () => void): void => void forgetting.add(forget);
  const forgetPerson = (why: Failure | undefined): void => {
    answers.forgetAll(why);
    failed.forget();
    forgetting.tell(undefined);
  };
  followSession(session, forgetPerson, () => void fillWaitingCells().catch(console.error));
  return {
    session,
    relay,
    workbook: createLazyWorkbook(() => {
      answers.drop();
      forgetting.tell(undefined);
    }),
    questions: watchTables(createQuestions(answers, now), failed),
    companions: createLazyCompanions({ answers, relay, now, wait: later, onForget }, failed),
    failed,
  };
};

let composed: Runtime | undefined;
const get = (): Runtime => (composed ??= compose());

/** The add-in's one runtime, made when it is first used: office.js must be ready then. */
export const runtime: Runtime = {
  get session() {
    return get().session;
  },
  get relay() {
    return get().relay;
  },
  get workbook() {
    return get().workbook;
  },
  get questions() {
    return get().questions;
  },
  get companions() {
    return get().companions;
  },
  get failed() {
    return get().failed;
  },
};
