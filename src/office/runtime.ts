import { createAnswers } from './answers';
import { createBearerStore, type KeyValueStorage } from './bearer-store';
import { runExcel } from './excel-run';
import { startWithDocument, whereTold } from './host';
import { later } from './later';
import { markDirty } from './mark-dirty';
import { createProofKey } from './pkce';
import { createQuestions, type Questions } from './questions';
import type { RelayAccess } from './relay-call';
import { createRelayClient, type RelayClient } from './relay-client';
import { createSession, type Session } from './session';
import { createSignInDialog } from './sign-in-dialog';
import { createWorkbook, type Workbook } from './workbook';

/** Everything that functions, commands and pane share. */
export interface Runtime {
  readonly session: Session;
  readonly relay: RelayClient;
  readonly workbook: Workbook;
  readonly questions: Questions;
}

/** Excel may open the add-in under several parent sites, each with storage of its own. */
const bearerKey = (): string => `${whereTold(Office.context.partitionKey) ?? ''}skill-metrics-session`;

const officeStorage = (): KeyValueStorage | undefined =>
  typeof OfficeRuntime === 'undefined' ? undefined : OfficeRuntime.storage;

const createOfficeSession = (access: RelayAccess): Session =>
  createSession({
    access,
    store: createBearerStore(officeStorage, bearerKey),
    openDialog: createSignInDialog(() => Office.context.ui, access.origin, later),
    createProofKey: () => createProofKey(crypto),
  });

/** After a sign-in, cells that waited for it fill by themselves, and the add-in starts with the document. */
const fillWaitingCells = async (): Promise<void> => {
  await startWithDocument();
  await runExcel((context) => markDirty(context, 'workbook', 'failed')).catch(() => undefined);
};

const compose = (): Runtime => {
  const access: RelayAccess = { fetch: (...call) => fetch(...call), origin: location.origin };
  const session = createOfficeSession(access);
  const relay = createRelayClient(access, session);
  const now = (): number => Date.now();
  const answers = createAnswers({ ask: (question, how) => relay.ask(question, how), wait: later, now });
  const questions = createQuestions(answers, now);
  const workbook = createWorkbook({ run: runExcel, wait: later, forget: () => answers.drop() });

  let before = session.state();
  session.subscribe((state) => {
    const justSignedIn = state.kind === 'signed-in' && before.kind !== 'unknown';
    before = state;
    if (justSignedIn || state.kind === 'signed-out') answers.forgetAll();
    if (justSignedIn) void fillWaitingCells();
  });
  return { session, relay, workbook, questions };
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
};
