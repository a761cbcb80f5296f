import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../../src/core/domain/failure';
import { signInWords } from '../../../../src/core/domain/sign-in-messages';
import type { Account } from '../../../../src/core/protocol/stream';
import { formatProblem } from '../../../../src/core/protocol/write-stream';
import { createAccountStore } from '../../../../src/office/relay/session/account-store';
import { NoIdentityError } from '../../../../src/office/relay/session/microsoft-identity-errors';
import { createMicrosoftSignIn } from '../../../../src/office/relay/session/microsoft-sign-in';
import { createProofKey } from '../../../../src/office/relay/session/proof-key';
import { type ClientSession, createSession, type SessionState } from '../../../../src/office/relay/session/session';
import { createSignInFlow } from '../../../../src/office/relay/session/sign-in';
import { createSignInDialog } from '../../../../src/office/relay/session/sign-in-dialog';
import { createFakeDialogs, type FakeDialogs, installOfficeEnums } from '../../../support/office/fake-dialog';
import { serve, type TestServer } from '../../../support/office/http-server';
import { createManualClock, defer, type ManualClock, settle } from '../../../support/office/manual-clock';

const account = { id: 'amzn1.account.A', name: 'Ada' };
const wrongCode: Failure = {
  code: 'sign_in_required',
  message: 'This sign-in code is wrong.',
  advice: 'Sign in again.',
};
const ended: Failure = { code: 'sign_in_required', message: 'Your session ended.', advice: 'Sign in.' };
const redeemed = v.object({
  code: v.string(),
  verifier: v.string(),
  device: v.literal('Excel on the web'),
  microsoftToken: v.exactOptional(v.string()),
});

let relay: TestServer;
let dialogs: FakeDialogs;
let clock: ManualClock;
let session: ClientSession;
let states: SessionState[];
let stored: Map<string, string>;
let beforeRedeem: Promise<unknown>;
/** Bearers that the relay knows. */
let known: Set<string>;
/** How the relay knows Microsoft's users, and the accounts that the one here has connected elsewhere. */
let microsoft: { mode: 'off' | 'on' | 'required'; joined: { session: string; account: Account }[] };
/** What Excel says about its user: a token, or why there is none. */
let identity: string | Error;
/** Whether Excel was allowed to ask the person. */
let prompts: boolean[];
/** The account of the next sign-in at Amazon, and its session. */
let next: { session: string; account: Account };

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
const challenge = (): string | null => new URL(dialogs.urls.at(-1) ?? '').searchParams.get('challenge');

/** A relay that takes the code GOOD from whoever holds the verifier of the latest challenge. */
const startRelay = (): Promise<TestServer> =>
  serve((request, response, body) => {
    const refuse = (failure: Failure): void => {
      response.writeHead(401);
      response.end(formatProblem(failure));
    };
    const bearer = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (request.url === '/auth/redeem') {
      const { code, verifier } = v.parse(redeemed, JSON.parse(body));
      void beforeRedeem.then(() => {
        if (code !== 'GOOD' || challengeOf(verifier) !== challenge()) refuse(wrongCode);
        else {
          known.add(next.session);
          response.end(JSON.stringify(next));
        }
      });
    } else if (request.url === '/auth/options') response.end(JSON.stringify({ microsoft: microsoft.mode }));
    else if (request.url === '/auth/microsoft') {
      for (const { session } of microsoft.joined) known.add(session);
      response.end(JSON.stringify({ sessions: microsoft.joined }));
    } else if (!known.has(bearer)) refuse(ended);
    else {
      if (request.method === 'DELETE') known.delete(bearer);
      response.writeHead(200);
      response.end(JSON.stringify({ account: { id: account.id } }));
    }
  });

/** The workbook's choice. */
let chosen: string | undefined;

const createTestSession = (): ClientSession => {
  const access = { fetch, origin: relay.origin };
  const storage = {
    getItem: (key: string) => Promise.resolve(stored.get(key) ?? null),
    setItem: (key: string, value: string) => Promise.resolve(void stored.set(key, value)),
    removeItem: (key: string) => Promise.resolve(void stored.delete(key)),
  };
  const store = createAccountStore(
    () => storage,
    () => 'session',
    { get: () => chosen, set: (id) => void (chosen = id) },
  );
  return createSession(store, (cell) =>
    Promise.resolve(
      createSignInFlow({
        cell,
        access,
        store,
        microsoft: createMicrosoftSignIn({
          access,
          device: () => 'Excel on the web',
          identity: {
            token: ({ prompt }) => {
              prompts.push(prompt);
              return typeof identity === 'string' ? Promise.resolve(identity) : Promise.reject(identity);
            },
          },
        }),
        device: () => 'Excel on the web',
        openDialog: createSignInDialog(() => dialogs.ui, relay.origin, clock.setTimer),
        createProofKey: () => createProofKey(crypto),
      }),
    ),
  );
};

const opened = async (): Promise<void> => {
  const before = dialogs.urls.length;
  while (dialogs.urls.length === before) await settle();
};

beforeEach(async () => {
  installOfficeEnums();
  relay = await startRelay();
  dialogs = createFakeDialogs(relay.origin);
  clock = createManualClock();
  stored = new Map();
  known = new Set();
  chosen = undefined;
  microsoft = { mode: 'off', joined: [] };
  identity = new NoIdentityError('none', { code: 'unavailable', message: 'This Excel says nothing.', advice: 'x' });
  prompts = [];
  next = { session: 'bearer-new', account };
  beforeRedeem = Promise.resolve();
  session = createTestSession();
  states = [];
  session.subscribe((state) => states.push(state));
});

afterEach(() => relay.close());

const redeemings = (): unknown[] => relay.requests.filter(({ url }) => url === '/auth/redeem');

/** A sign-in at Amazon that succeeds. */
const signedIn = async (begin: () => Promise<void>): Promise<void> => {
  const done = begin();
  await opened();
  dialogs.message('{"kind":"code","code":"GOOD"}');
  await done;
};

const reason = (): Failure | undefined => {
  const state = session.state();
  return state.kind === 'signed-out' ? state.reason : undefined;
};

describe('signing in', () => {
  it('opens Amazon by way of the relay, redeems the code and keeps the bearer', async () => {
    const done = session.signIn();
    await opened();
    expect(dialogs.urls[0]).toMatch(new RegExp(`^${relay.origin}/auth/start\\?challenge=[\\w-]{43}$`));
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await done;
    const words = signInWords(challenge() ?? '');
    expect(states).toEqual([{ kind: 'signing-in' }, { kind: 'signing-in', words }, { kind: 'signed-in', account }]);
    expect(await session.bearer()).toBe('bearer-new');
    expect([...stored.values()]).toEqual(['[{"bearer":"bearer-new","id":"amzn1.account.A","name":"Ada"}]']);
    expect(dialogs.isOpen()).toBe(false);
    expect(clock.pending()).toBe(0);
  });

  it.each([
    [12002, "couldn't be loaded"],
    [12003, "doesn't trust"],
    [99999, "couldn't open"],
  ])('ends with its own words where the window reports %i', async (code, words) => {
    const done = session.signIn();
    await opened();
    dialogs.event(code);
    await done;
    expect(reason()?.message).toContain(words);
    expect(reason()?.advice).not.toBe('');
    expect(clock.pending()).toBe(0);
  });

  it.each([
    [12004, "doesn't trust"],
    [12005, "doesn't trust"],
    [12007, 'already open'],
    [12009, "wasn't allowed to open"],
    [12011, 'blocked'],
  ])('ends with its own words where Excel refuses the window with %i', async (code, words) => {
    dialogs.refuseWith = code;
    await session.signIn();
    expect(reason()?.message).toContain(words);
    expect(clock.pending()).toBe(0);
  });

  it('says so when the person denies access, in other words than for other errors', async () => {
    for (const [error, message, words] of [
      ['access_denied', 'x', "You didn't allow Amazon to share"],
      ['server_error', 'Amazon is down.', 'Amazon is down.'],
      ['server_error', '', 'refused'],
    ]) {
      const done = session.signIn();
      await opened();
      dialogs.message(JSON.stringify({ kind: 'error', error, message }));
      await done;
      expect(reason()?.message).toContain(words);
      expect(dialogs.isOpen()).toBe(false);
    }
  });

  it('gives up after five minutes, and closes the window', async () => {
    const done = session.signIn();
    await opened();
    await clock.advance(5 * 60_000 - 1);
    expect(session.state().kind).toBe('signing-in');
    await clock.advance(1);
    await done;
    expect(reason()?.message).toContain('five minutes');
    expect(dialogs.isOpen()).toBe(false);
  });

  it('ignores messages of other origins, and messages of another form', async () => {
    const done = session.signIn();
    await opened();
    dialogs.message('{"kind":"code","code":"EVIL"}', 'https://evil.example');
    dialogs.message('hello');
    dialogs.message('{"kind":"code"}');
    await settle();
    expect(redeemings()).toEqual([]);
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await done;
    expect(session.state().kind).toBe('signed-in');
  });

  it("says the relay's words when the code is refused", async () => {
    const done = session.signIn();
    await opened();
    dialogs.message('{"kind":"code","code":"STALE"}');
    await done;
    expect(reason()).toEqual(wrongCode);
  });

  it('says so when the relay cannot be reached', async () => {
    const done = session.signIn();
    await opened();
    await relay.close();
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await done;
    expect(reason()?.code).toBe('unavailable');
  });

  it('is one sign-in however often the button is pressed', async () => {
    const both = [session.signIn(), session.signIn()];
    await opened();
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await Promise.all(both);
    expect(dialogs.urls).toHaveLength(1);
  });

  it('can be cancelled, and begun again', async () => {
    const done = session.signIn();
    await opened();
    void session.cancelSignIn();
    await done;
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(dialogs.isOpen()).toBe(false);
    const again = session.signIn();
    await opened();
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await again;
    expect(session.state().kind).toBe('signed-in');
  });

  it('leaves no session behind when it is cancelled while the code is redeemed', async () => {
    const gate = defer<undefined>();
    beforeRedeem = gate.promise;
    const done = session.signIn();
    await opened();
    dialogs.message('{"kind":"code","code":"GOOD"}');
    while (redeemings().length === 0) await settle();
    void session.cancelSignIn();
    await done;
    gate.resolve(undefined);
    while (relay.requests.at(-1)?.method !== 'DELETE') await settle();
    expect(relay.requests.at(-1)).toMatchObject({ method: 'DELETE', bearer: 'bearer-new' });
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(await session.bearer()).toBeUndefined();
  });
});

describe('a window that Excel has lost sight of', () => {
  it('may live all the same: the pane goes on waiting for it', async () => {
    const done = session.signIn();
    await opened();
    dialogs.event(12006);
    expect(session.state()).toMatchObject({ kind: 'signing-in', lost: true });
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await done;
    expect(session.state().kind).toBe('signed-in');
  });

  it('is waited for as long as any other', async () => {
    const done = session.signIn();
    await opened();
    dialogs.event(12006);
    await clock.advance(5 * 60_000);
    await done;
    expect(reason()?.message).toContain('five minutes');
  });

  it('gives way to another one, whose sign-in is the one that counts', async () => {
    const first = session.signIn();
    await opened();
    dialogs.event(12006);
    const second = session.signIn();
    await opened();
    await first;
    expect(session.state()).toEqual({ kind: 'signing-in', words: signInWords(challenge() ?? '') });
    expect(new Set(dialogs.urls).size).toBe(2);
    dialogs.message('{"kind":"code","code":"GOOD"}');
    await second;
    expect(session.state().kind).toBe('signed-in');
    expect(clock.pending()).toBe(0);
  });

  it('can be given up', async () => {
    const done = session.signIn();
    await opened();
    dialogs.event(12006);
    void session.cancelSignIn();
    await done;
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(clock.pending()).toBe(0);
  });
});

describe('a typed code', () => {
  it('finishes the sign-in and closes the window', async () => {
    const done = session.signIn();
    await opened();
    await session.finishWithCode('  GOOD ');
    await done;
    expect(session.state().kind).toBe('signed-in');
    expect(dialogs.isOpen()).toBe(false);
  });

  it('may be wrong once: the window that shows it stays open', async () => {
    const done = session.signIn();
    await opened();
    await session.finishWithCode('WRNG');
    expect(session.state()).toMatchObject({ kind: 'signing-in', problem: wrongCode });
    expect(dialogs.isOpen()).toBe(true);
    await session.finishWithCode('GOOD');
    await done;
    expect(session.state().kind).toBe('signed-in');
  });

  it('finishes a sign-in whose window Excel believes to be closed', async () => {
    const done = session.signIn();
    await opened();
    dialogs.event(12006);
    expect(session.state()).toMatchObject({ kind: 'signing-in', lost: true, words: signInWords(challenge() ?? '') });
    await session.finishWithCode('WRNG');
    expect(session.state()).toMatchObject({ kind: 'signing-in', lost: true, problem: wrongCode });
    await session.finishWithCode('GOOD');
    await done;
    expect(session.state().kind).toBe('signed-in');
    expect(clock.pending()).toBe(0);
  });

  it('is refused when no sign-in was begun', async () => {
    await session.finishWithCode('GOOD');
    expect(reason()?.message).toContain("doesn't belong to a sign-in");
    expect(relay.requests).toEqual([]);
  });
});

describe('finding out who is signed in', () => {
  it('asks only how people sign in when nobody was', async () => {
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(relay.requests.map(({ url }) => url)).toEqual(['/auth/options']);
  });

  it('knows the name that was stored here, since the relay keeps none', async () => {
    stored.set('session', JSON.stringify([{ bearer: 'bearer-old', ...account }]));
    known.add('bearer-old');
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-in', account });
  });

  it('asks once for all that want to know', async () => {
    stored.set('session', 'bearer-old');
    known.add('bearer-old');
    await Promise.all([session.restore(), session.restore()]);
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-in', account: { id: account.id } });
    expect(relay.requests).toHaveLength(1);
  });

  it('forgets a session that the relay does not know', async () => {
    stored.set('session', 'bearer-old');
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-out', reason: ended });
    expect([...stored.values()]).toEqual(['[]']);
  });

  it('keeps the session while the relay cannot be reached, and asks again', async () => {
    stored.set('session', 'bearer-old');
    known.add('bearer-old');
    await relay.close();
    await session.restore();
    expect(reason()?.code).toBe('unavailable');
    expect(await session.bearer()).toBe('bearer-old');
    await session.restore();
    expect(states).toHaveLength(2);
  });
});

describe('the end of a session', () => {
  it('is reported to the relay', async () => {
    stored.set('session', 'bearer-old');
    known.add('bearer-old');
    await session.restore();
    await session.signOut();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(relay.requests.at(-1)).toMatchObject({ method: 'DELETE', url: '/auth/session', bearer: 'bearer-old' });
    expect([...stored.values()]).toEqual(['[]']);
    expect(await session.bearer()).toBeUndefined();
  });

  it("says so if the relay couldn't be reached", async () => {
    stored.set('session', 'bearer-old');
    known.add('bearer-old');
    await session.restore();
    await relay.close();
    await session.signOut();
    expect(reason()?.message).toContain("server couldn't be reached");
    expect(await session.bearer()).toBeUndefined();
  });

  it('may come from the relay', async () => {
    stored.set('session', 'bearer-old');
    session.ended(ended, 'bearer-old');
    expect(session.state()).toEqual({ kind: 'signed-out', reason: ended });
    expect(await session.bearer()).toBeUndefined();
  });
});

describe('several accounts', () => {
  const ben = { id: 'amzn1.account.B', name: 'Ben' };
  const addBen = async (): Promise<void> => {
    await signedIn(() => session.signIn());
    next = { session: 'bearer-ben', account: ben };
    await signedIn(() => session.addAccount());
  };

  it('are added without ending the one before', async () => {
    await addBen();
    expect(session.state()).toEqual({ kind: 'signed-in', account: ben, others: [account] });
    expect(await session.bearer()).toBe('bearer-ben');
    expect(relay.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('are chosen for each workbook', async () => {
    await addBen();
    await session.useAccount(account.id);
    expect(session.state()).toEqual({ kind: 'signed-in', account, others: [ben] });
    expect([await session.bearer(), chosen]).toEqual(['bearer-new', account.id]);
  });

  it.each([
    ['cancelled', () => void session.cancelSignIn(), undefined],
    ['denied', () => dialogs.message('{"kind":"error","error":"access_denied","message":"x"}'), 'forbidden'],
  ])('stay as they are when a further sign-in is %s', async (_, end, problem) => {
    await signedIn(() => session.signIn());
    const done = session.addAccount();
    await opened();
    end();
    await done;
    await settle();
    const state = session.state();
    expect(state).toMatchObject({ kind: 'signed-in', account });
    expect(state.kind === 'signed-in' ? state.problem?.code : 'signed out').toBe(problem);
    expect(await session.bearer()).toBe('bearer-new');
  });

  it('take each other’s place when one signs out', async () => {
    await addBen();
    await session.signOut();
    expect(session.state()).toEqual({ kind: 'signed-in', account });
    expect(relay.requests.at(-1)).toMatchObject({ method: 'DELETE', bearer: 'bearer-ben' });
  });

  it('end as one does while a further one is added, and the other is not taken for it', async () => {
    await signedIn(() => session.signIn());
    const done = session.addAccount();
    await opened();
    session.ended(ended, 'bearer-new');
    void session.cancelSignIn();
    await done;
    await settle();
    expect(session.state()).toEqual({ kind: 'signed-out' });
  });

  it('stay signed in everywhere, and say so, where the server cannot be reached', async () => {
    await signedIn(() => session.signIn());
    await relay.close();
    await session.signOutEverywhere();
    expect(session.state()).toMatchObject({ kind: 'signed-in', problem: { code: 'unavailable' } });
    expect(await session.bearer()).toBe('bearer-new');
  });

  it('sign out on every device', async () => {
    await signedIn(() => session.signIn());
    await session.signOutEverywhere();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(relay.requests.filter(({ method }) => method === 'DELETE')).toMatchObject([{ url: '/auth/sessions' }]);
  });
});

describe('a person whom Excel knows', () => {
  beforeEach(() => {
    microsoft = { mode: 'on', joined: [{ session: 'bearer-joined', account }] };
    identity = 'header.payload.signature';
  });

  it('is signed in without Amazon where an account was connected on another device, and is not asked', async () => {
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-in', account });
    expect(await session.bearer()).toBe('bearer-joined');
    expect([prompts, dialogs.urls]).toEqual([[false], []]);
  });

  it('may be asked by Excel on a press of the button', async () => {
    await session.signIn();
    expect(session.state()).toEqual({ kind: 'signed-in', account });
    expect([prompts, dialogs.urls]).toEqual([[true], []]);
  });

  it('signs in with Amazon the first time, and shows who they are', async () => {
    microsoft.joined = [];
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    await signedIn(() => session.signIn());
    expect(JSON.stringify(redeemings())).toContain('header.payload.signature');
  });

  it('adds a further account at Amazon', async () => {
    await session.restore();
    next = { session: 'bearer-ben', account: { id: 'amzn1.account.B' } };
    await signedIn(() => session.addAccount());
    expect(await session.bearer()).toBe('bearer-ben');
  });

  it('stays signed out here after a sign-out, also when the add-in opens again', async () => {
    await session.restore();
    await session.signOut();
    session = createTestSession();
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    await session.signIn();
    expect(session.state().kind).toBe('signed-in');
  });

  it('goes on with Amazon alone where Excel says nothing, unless the relay requires it', async () => {
    const silent = new NoIdentityError('none', { code: 'unavailable', message: 'Excel says nothing.', advice: 'x' });
    identity = silent;
    await signedIn(() => session.signIn());
    expect(session.state().kind).toBe('signed-in');
    await session.signOut();
    microsoft.mode = 'required';
    session = createTestSession();
    await session.signIn();
    expect(reason()).toEqual(silent.failure);
  });
});
