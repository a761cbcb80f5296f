/** The whole client against a stand-in for Amazon that was written without it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLwa, type Lwa } from '../../../src/amazon/login/login-with-amazon';
import { type Call, createSmapi, type MetricsRequest, type Smapi } from '../../../src/amazon/smapi/client';
import { people } from '../../../src/dev/sandbox/data/people';
import { dailyTriviaId, vendors } from '../../../src/dev/sandbox/data/skill-list';
import { type FaultKey, faults } from '../../../src/dev/sandbox/faults/faults';
import { type RunningSandbox, startSandbox } from '../../../src/dev/sandbox/serve';
import { failureFrom } from '../../support/amazon/smapi';

const now = Date.parse('2026-11-22T12:00:00Z');
const redirectUri = 'https://localhost:3000/auth/callback';

let sandbox: RunningSandbox;
let lwa: Lwa;
let smapi: Smapi;

const lwaOf = (clientSecret: string): Lwa =>
  createLwa(
    {
      clientId: sandbox.settings.clientId,
      clientSecret,
      scope: 'profile alexa::ask:skills:read alexa::ask:models:read',
      authorizeEndpoint: `${sandbox.url}/ap/oa`,
      tokenEndpoint: `${sandbox.url}/auth/o2/token`,
      profileEndpoint: `${sandbox.url}/user/profile`,
    },
    () => now,
  );

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
  lwa = lwaOf(sandbox.settings.clientSecret);
  smapi = createSmapi({
    endpoint: sandbox.url,
    musicSkillType: 'music',
    now: () => now,
    sleep: () => Promise.resolve(),
    requestTimeoutMs: 1000,
  });
});
afterAll(() => sandbox.close());

const call = (): Call => {
  const { accessToken } = sandbox.tokensFor();
  return {
    accountId: 'amzn1.account.ada',
    tokens: {
      accessToken: () => Promise.resolve(accessToken),
      renew: () => Promise.resolve(sandbox.tokensFor().accessToken),
    },
    signal: new AbortController().signal,
    deadline: now + 60_000,
  };
};

const week: MetricsRequest = {
  skillId: dailyTriviaId,
  metric: 'totalSessions',
  startTime: Date.parse('2026-11-01T00:00:00Z'),
  endTime: Date.parse('2026-11-08T00:00:00Z'),
  period: 'PT1H',
  stage: 'live',
  skillType: 'custom',
};

describe('signing in', () => {
  /** Does what somebody does on Amazon's page; gives the address to which it leads. */
  const decide = async (url: string, decision: 'allow' | 'cancel'): Promise<string> => {
    const body = new URLSearchParams(new URL(url).searchParams);
    body.set('person', people[0]?.id ?? '');
    body.set('decision', decision);
    const response = await fetch(`${sandbox.url}/ap/oa`, { method: 'POST', body, redirect: 'manual' });
    return response.headers.get('location') ?? '';
  };

  it('leads to tokens that renew and tell whose they are', async () => {
    const begun = await lwa.begin(redirectUri);
    const tokens = await lwa.finish({ ...begun, redirectUri, callbackUrl: await decide(begun.url, 'allow') });
    expect(tokens.expiresAt).toBe(now + 3_600_000);
    const renewed = await lwa.refresh(tokens.refreshToken ?? '');
    expect(await lwa.profile(renewed.accessToken)).toMatchObject({ id: people[0]?.id, name: people[0]?.name });
  });

  it('takes a code once', async () => {
    const begun = await lwa.begin(redirectUri);
    const returned = { ...begun, redirectUri, callbackUrl: await decide(begun.url, 'allow') };
    await lwa.finish(returned);
    expect((await failureFrom(lwa.finish(returned))).code).toBe('sign_in_required');
  });

  it('takes no code with the verifier of another sign-in', async () => {
    const [begun, other] = [await lwa.begin(redirectUri), await lwa.begin(redirectUri)];
    const callbackUrl = await decide(begun.url, 'allow');
    const stolen = { ...begun, verifier: other.verifier, redirectUri, callbackUrl };
    expect((await failureFrom(lwa.finish(stolen))).code).toBe('sign_in_required');
  });

  it('reports a refusal', async () => {
    const begun = await lwa.begin(redirectUri);
    const callbackUrl = await decide(begun.url, 'cancel');
    const failure = await failureFrom(lwa.finish({ ...begun, redirectUri, callbackUrl }));
    expect(failure).toMatchObject({ code: 'sign_in_required', message: "You didn't allow access on Amazon's page." });
  });

  it('reports a wrong secret to the operator', async () => {
    const failure = await failureFrom(lwaOf('wrong').refresh(sandbox.tokensFor().refreshToken));
    expect(failure.code).toBe('internal');
    expect(failure.advice).toContain('LWA_CLIENT_SECRET');
  });
});

describe('asking', () => {
  it('finds vendors and more than a page of skills', async () => {
    const found = await smapi.vendors(call());
    expect(found).toContainEqual(vendors.studio);
    const skills = await smapi.skills(vendors.studio.id, call());
    expect(skills.length).toBeGreaterThan(50);
    expect(new Set(skills.map(({ skillId, stage }) => `${skillId} ${stage}`)).size).toBe(skills.length);
  });

  it('finds the locales and intents of a skill', async () => {
    const [locale = ''] = await smapi.locales(dailyTriviaId, 'live', call());
    expect(locale).toMatch(/^[a-z]{2}-[A-Z]{2}$/);
    expect(await smapi.intents(dailyTriviaId, 'live', locale, call())).toContain('AMAZON.HelpIntent');
    expect((await failureFrom(smapi.intents(dailyTriviaId, 'live', 'xx-XX', call()))).code).toBe('not_found');
  });

  it('reads every point of a week, page after page', async () => {
    const points: { time: number; value: number }[] = [];
    for (let next: { nextToken?: string } | undefined = {}; next !== undefined;) {
      const page = await smapi.metrics({ ...week, maxResults: 100, ...next }, call());
      page.timestamps.forEach((time, n) => points.push({ time, value: page.values[n] ?? NaN }));
      next = page.nextToken === undefined ? undefined : { nextToken: page.nextToken };
    }
    expect(points).toEqual(sandbox.truth(week));
  });
});

describe('a skill of the fault laboratory', () => {
  const idOf = (key: FaultKey): string => faults.find((fault) => fault.key === key)?.id ?? '';

  it.each([
    ['status-400', 'rejected'],
    ['status-401', 'forbidden'],
    ['status-403', 'forbidden'],
    ['status-404', 'not_found'],
    ['status-429', 'throttled'],
    ['status-500', 'unavailable'],
    ['status-502', 'unavailable'],
    ['status-503', 'unavailable'],
    ['html-503', 'unavailable'],
    ['html-200', 'bad_answer'],
    ['reset', 'unavailable'],
    ['cut-json', 'bad_answer'],
    ['cut-transfer', 'unavailable'],
    ['long-body', 'bad_answer'],
    ['unequal', 'bad_answer'],
    ['strings', 'bad_answer'],
    ['nulls', 'bad_answer'],
    ['nan', 'bad_answer'],
    ['bad-times', 'bad_answer'],
    ['other-metric', 'bad_answer'],
  ] as const)('%s ends as %s', async (key, code) => {
    expect((await failureFrom(smapi.metrics({ ...week, skillId: idOf(key) }, call()))).code).toBe(code);
  });

  it.each(['throttled-twice', 'fails-once', 'expires-once', 'blank-token', 'no-points'] as const)(
    '%s is survived',
    async (key) => {
      const page = await smapi.metrics({ ...week, period: 'P1D', skillId: idOf(key), maxResults: 1000 }, call());
      expect(page.timestamps.length > 0).toBe(key !== 'no-points');
    },
  );
});
