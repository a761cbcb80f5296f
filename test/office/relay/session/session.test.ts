import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../../src/core/domain/failure';
import { signInWords } from '../../../../src/core/domain/sign-in-messages';
import { formatProblem } from '../../../../src/core/protocol/write-stream';
import { createAccountStore } from '../../../../src/office/relay/session/account-store';
import { type ClientSession, createSession, type SessionState } from '../../../../src/office/relay/session/session';
import { createProofKey, createSignInFlow } from '../../../../src/office/relay/session/sign-in';
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
const redeemed = v.object({ code: v.string(), verifier: v.string() });

let relay: TestServer;
let dialogs: FakeDialogs;
let clock: ManualClock;
let session: ClientSession;
let states: SessionState[];
let stored: Map<string, string>;
let beforeRedeem: Promise<unknown>;
/** Bearers that the relay knows. */
let known: Set<string>;

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
          known.add('bearer-new');
          response.end(JSON.stringify({ session: 'bearer-new', account }));
        }
      });
    } else if (!known.has(bearer)) refuse(ended);
    else {
      if (request.method === 'DELETE') known.delete(bearer);
      response.writeHead(200);
      response.end(JSON.stringify({ account }));
    }
  });

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
  );
  return createSession(store, (cell) =>
    Promise.resolve(
      createSignInFlow({
        cell,
        access,
        store,
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
  beforeRedeem = Promise.resolve();
  session = createTestSession();
  states = [];
  session.subscribe((state) => states.push(state));
});

afterEach(() => relay.close());

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
    expect([...stored.values()]).toEqual(['bearer-new']);
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
    expect(relay.requests).toEqual([]);
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
    session.cancelSignIn();
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
    while (relay.requests.length === 0) await settle();
    session.cancelSignIn();
    await done;
    gate.resolve(undefined);
    while (relay.requests.length < 2) await settle();
    expect(relay.requests[1]).toMatchObject({ method: 'DELETE', bearer: 'bearer-new' });
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
    session.cancelSignIn();
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
  it('asks nothing when nobody was', async () => {
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(relay.requests).toEqual([]);
  });

  it('asks once for all that want to know', async () => {
    stored.set('session', 'bearer-old');
    known.add('bearer-old');
    await Promise.all([session.restore(), session.restore()]);
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-in', account });
    expect(relay.requests).toHaveLength(1);
  });

  it('forgets a session that the relay does not know', async () => {
    stored.set('session', 'bearer-old');
    await session.restore();
    expect(session.state()).toEqual({ kind: 'signed-out', reason: ended });
    expect(stored.size).toBe(0);
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
    expect(stored.size).toBe(0);
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
    session.ended(ended);
    expect(session.state()).toEqual({ kind: 'signed-out', reason: ended });
    expect(await session.bearer()).toBeUndefined();
  });
});
