import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf } from '../../../../src/core/domain/failure';
import { createMicrosoftIdentity, createOfficeIdentity } from '../../../../src/office/relay/session/microsoft-identity';
import { NoIdentityError } from '../../../../src/office/relay/session/microsoft-identity-errors';
import {
  createManualClock,
  defer,
  type Deferred,
  type ManualClock,
  settle,
} from '../../../support/office/manual-clock';

/** What Excel answers to each call, in order: a token, or a code. The last answer stays. */
let answers: (string | number)[];
/** The calls of office.js: `silent` or `prompt`. */
let calls: string[];
let clock: ManualClock;
let hanging: Deferred<string> | undefined;

beforeEach(() => {
  clock = createManualClock();
  [answers, calls, hanging] = [['token'], [], undefined];
});

afterEach(() => void vi.unstubAllGlobals());

const officeError = (code: number): Error => Object.assign(new Error('office.js'), { code });

const auth = {
  getAccessToken: ({ allowSignInPrompt, allowConsentPrompt }: Office.AuthOptions = {}): Promise<string> => {
    expect(allowConsentPrompt).toBe(allowSignInPrompt);
    calls.push(allowSignInPrompt === true ? 'prompt' : 'silent');
    if (hanging !== undefined) return hanging.promise;
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return typeof answer === 'string' ? Promise.resolve(answer) : Promise.reject(officeError(answer ?? 0));
  },
};
const create = (api: Pick<Office.Auth, 'getAccessToken'> | undefined = auth) =>
  createMicrosoftIdentity(() => api, clock.setTimer);

const failureOf = async (token: Promise<string>): Promise<NoIdentityError> => {
  const error: unknown = await token.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof NoIdentityError) return error;
  throw new Error('There is a token, or another error.', { cause: error });
};
/** What a call without a prompt comes to, however long it waits. */
const refusal = async (prompt = false): Promise<NoIdentityError> => {
  const refused = failureOf(create().token({ prompt }));
  await clock.advance(20_000);
  return refused;
};

describe('a token', () => {
  it('comes in silence where Excel has one, even if a prompt is allowed', async () => {
    expect(await create().token({ prompt: true })).toBe('token');
    expect(calls).toEqual(['silent']);
    expect(clock.pending()).toBe(0);
  });

  it.each([[13001], [13003], [13005]])(
    'comes after a prompt, if it is allowed, from Excel that says %d',
    async (code) => {
      answers = [code, 'token'];
      expect(await create().token({ prompt: true })).toBe('token');
      expect(calls).toEqual(['silent', 'prompt']);
    },
  );

  it.each([[13001], [13003], [13005]])('is not asked for with a prompt where none is allowed: %d', async (code) => {
    answers = [code];
    await refusal();
    expect(calls).toEqual(['silent']);
  });

  it.each([
    [13006, 1_000],
    [13008, 1_000],
    [13013, 5_000],
  ])('is asked for again where Excel says %d, after a moment', async (code, ms) => {
    answers = [code, 'token'];
    const token = create().token({ prompt: false });
    await clock.advance(ms - 1);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(await token).toBe('token');
    expect(calls).toHaveLength(2);
  });

  it.each([
    [13006, 2],
    [13008, 6],
    [13013, 2],
    [13007, 1],
    [13002, 1],
  ])('is asked for no more than this often where Excel goes on to say %d: %d', async (code, times) => {
    answers = [code];
    await refusal();
    expect(calls).toHaveLength(times);
  });
});

describe('each code of Excel', () => {
  it.each([
    [13000, 'none', 'unavailable', "can't tell the add-in who you are"],
    [13001, 'signed-out', 'sign_in_required', 'not signed in to Excel'],
    [13002, 'declined', 'cancelled', "You closed Microsoft's sign-in"],
    [13003, 'none', 'sign_in_required', 'local domain'],
    [13004, 'failed', 'internal', 'Resource'],
    [13005, 'failed', 'forbidden', 'authorized client application'],
    [13006, 'failed', 'unavailable', 'Sign out of Microsoft 365'],
    [13007, 'failed', 'unavailable', 'enabled for sign-in'],
    [13008, 'failed', 'unavailable', 'Finish the sign-in that is open'],
    [13009, 'failed', 'forbidden', 'grant consent'],
    [13010, 'none', 'unavailable', 'security zone'],
    [13011, 'failed', 'internal', 'Resource'],
    [13012, 'none', 'unavailable', 'opened in Teams'],
    [13013, 'failed', 'throttled', 'too many times'],
    [50001, 'none', 'unavailable', 'too old'],
    [5001, 'failed', 'unavailable', '(code 5001)'],
  ] as const)('%d means "%s" and says what to do', async (code, reason, kind, words) => {
    answers = [code];
    const error = await refusal();
    expect(error.reason).toBe(reason);
    expect(error.failure.code).toBe(kind);
    expect(textOf(error.failure)).toContain(words);
    expect(error.failure.advice).not.toBe('');
  });

  it('that follows a prompt is the one that counts', async () => {
    answers = [13001, 13002];
    expect((await refusal(true)).reason).toBe('declined');
    answers = [13003];
    expect((await refusal(true)).reason).toBe('none');
  });
});

describe('there is none', () => {
  it('in an Excel without the API', async () => {
    const { reason, failure } = await failureOf(
      createMicrosoftIdentity(() => undefined, clock.setTimer).token({ prompt: true }),
    );
    expect(reason).toBe('none');
    expect(failure.message).toContain('on this device');
  });

  it('in an Excel that has not announced the API, and a token in one that has', async () => {
    let version = 1.2;
    const isSetSupported = (name: string, least: string): boolean => name === 'IdentityAPI' && Number(least) <= version;
    vi.stubGlobal('Office', { context: { requirements: { isSetSupported } }, auth });
    expect((await failureOf(createOfficeIdentity().token({ prompt: false }))).reason).toBe('none');
    version = 1.3;
    expect(await createOfficeIdentity().token({ prompt: false })).toBe('token');
  });

  it('where office.js throws instead of answering, or gives an empty token', async () => {
    const broken = {
      getAccessToken: (): Promise<string> => {
        throw new TypeError('not a function');
      },
    };
    expect((await failureOf(create(broken).token({ prompt: true }))).reason).toBe('failed');
    answers = [''];
    expect((await refusal()).reason).toBe('failed');
  });

  it.each([
    [false, 30_000],
    [true, 300_000],
  ])('where Excel never answers (prompt: %s), after %d milliseconds', async (prompt, ms) => {
    hanging = defer();
    const refused = failureOf(create().token({ prompt }));
    await clock.advance(ms - 1);
    expect(clock.pending()).toBe(1);
    await clock.advance(1);
    expect((await refused).failure.code).toBe('deadline_exceeded');
  });

  it('and Excel is not asked again once the time is over', async () => {
    hanging = defer();
    const refused = failureOf(create().token({ prompt: true }));
    await clock.advance(300_000);
    await refused;
    hanging.reject(officeError(13001));
    await clock.advance(60_000);
    expect(calls).toEqual(['silent']);
  });
});

it('Excel is not asked again where the time ends before the next try', async () => {
  hanging = defer();
  const refused = failureOf(create().token({ prompt: false }));
  await clock.advance(29_500);
  hanging.reject(officeError(13008));
  await clock.advance(5_000);
  expect((await refused).failure.code).toBe('deadline_exceeded');
  expect(calls).toEqual(['silent']);
});

describe('calls at the same time', () => {
  it('share one question to Excel', async () => {
    hanging = defer();
    const identity = create();
    const tokens = [identity.token({ prompt: false }), identity.token({ prompt: false })];
    hanging.resolve('token');
    expect(await Promise.all(tokens)).toEqual(['token', 'token']);
    expect(calls).toEqual(['silent']);
    hanging = undefined;
    await identity.token({ prompt: false });
    expect(calls).toHaveLength(2);
  });

  it('wait for the silent one before they prompt, and need no prompt where it succeeds', async () => {
    hanging = defer();
    const identity = create();
    const silent = identity.token({ prompt: false });
    const prompting = identity.token({ prompt: true });
    hanging.resolve('token');
    expect(await Promise.all([silent, prompting])).toEqual(['token', 'token']);
    expect(calls).toEqual(['silent']);
  });

  it('without a prompt share what the one with a prompt comes to', async () => {
    answers = [13001, 13002];
    const identity = create();
    const both = [identity.token({ prompt: true }), identity.token({ prompt: false })].map(failureOf);
    expect((await Promise.all(both)).map(({ reason }) => reason)).toEqual(['declined', 'declined']);
    expect(calls).toEqual(['silent', 'prompt']);
  });

  it('prompt once for all where the silent one fails', async () => {
    hanging = defer();
    const identity = create();
    const silent = failureOf(identity.token({ prompt: false }));
    const prompting = [identity.token({ prompt: true }), identity.token({ prompt: true })];
    const { reject } = hanging;
    hanging = undefined;
    answers = [13001, 'token'];
    reject(officeError(13001));
    await settle();
    expect((await silent).reason).toBe('signed-out');
    expect(await Promise.all(prompting)).toEqual(['token', 'token']);
    expect(calls).toEqual(['silent', 'silent', 'prompt']);
  });
});
