/** Amazon answers 401 for one skill, whatever the token: its formulas say so, and everything else goes on. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../../../src/core/protocol/stream';
import { faults } from '../../../../../src/dev/sandbox/faults/faults';
import { runningClock } from '../../../../support/relay/fakes/running-clock';
import { authorized, query, signIn, skillId, startWorld, type World } from '../../../../support/relay/world';

const closedSkill = faults.find(({ key }) => key === 'status-401')?.id ?? '';

const answerTo = async (world: World, session: string, asked: string): Promise<string> => {
  const answer = await fetch(`${world.url}/api/metrics?${asked}`, authorized(session));
  const line = parseLine((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
  return line.kind === 'failure' ? `${line.code}: ${line.message}` : line.kind;
};

const codeAt = async (world: World, session: string, path: string): Promise<unknown> => {
  const answer = await fetch(world.url + path, authorized(session));
  return ((await answer.json()) as { code?: unknown }).code;
};

const signedIn = async ({ url }: World, session: string): Promise<number> =>
  (await fetch(`${url}/auth/session`, authorized(session))).status;

const accessOf = async ({ url }: World, session: string): Promise<string> => {
  const answer = await fetch(`${url}/auth/session?access=check`, authorized(session));
  const body = (await answer.json()) as { code?: string; account?: { id: string } };
  return `${answer.status} ${body.code ?? body.account?.id ?? ''}`;
};

const renewals = ({ sandbox }: World): number =>
  sandbox.requests.entries.filter(({ path }) => path === '/auth/o2/token').length - 1;

const asked = ({ sandbox }: World, path: string): number =>
  sandbox.requests.entries.filter((entry) => entry.path.includes(path)).length;

/** Queries for different days, so that none is answered with another's. */
const days = (count: number, id: string): string[] =>
  Array.from({ length: count }, (_, day) => {
    const at = (offset: number): string => new Date(Date.UTC(2026, 2, 1 + 2 * day + offset)).toISOString();
    return query({ skillId: id, startTime: at(0), endTime: at(1) });
  });

describe('a skill that Amazon answers with 401', () => {
  it('is forbidden, the other formulas are answered, and the person stays signed in', async () => {
    const world = await startWorld({ clock: runningClock() });
    const session = await signIn(world);
    const [closed, open] = [days(60, closedSkill), days(20, skillId)];
    const outcomes = await Promise.all([...closed, ...open].map((one) => answerTo(world, session, one)));
    expect(new Set(outcomes.slice(0, closed.length))).toEqual(
      new Set([
        expect.stringMatching(
          /^forbidden: You're signed in, but Amazon gives this account no access to the metrics of skill .*401/,
        ),
      ]),
    );
    expect(new Set(outcomes.slice(closed.length))).toEqual(new Set(['result']));
    expect(await signedIn(world, session)).toBe(200);
    expect(renewals(world)).toBe(1);
    expect(asked(world, '/v1/vendors')).toBeLessThanOrEqual(2);
    expect(asked(world, closedSkill)).toBeLessThan(closed.length);
  });

  it('has no locales and intents either, and a refresh costs no renewal', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const lists = [
      `/api/skills/${closedSkill}/locales?stage=live`,
      `/api/skills/${closedSkill}/intents?stage=live&locale=en-US`,
    ];
    for (const path of lists) expect(await codeAt(world, session, path)).toBe('forbidden');
    for (let minute = 0; minute < 5; minute += 1) {
      world.clock.pass(61_000);
      expect(await answerTo(world, session, query({ skillId: closedSkill }))).toMatch(/^forbidden/);
    }
    expect(renewals(world)).toBe(1);
    expect(await signedIn(world, session)).toBe(200);
  });
});

describe('an account that Amazon answers with 401 whatever it asks', () => {
  it('is not sent to sign in again, for that would change nothing', async () => {
    const world = await startWorld({ sandboxSettings: { fault: 'status-401', faultOn: 'everything' } });
    const session = await signIn(world);
    expect(await codeAt(world, session, '/api/skills')).toBe('forbidden');
    expect(await answerTo(world, session, query())).toMatch(/^forbidden: Amazon renewed your sign-in, but/);
    expect(await signedIn(world, session)).toBe(200);
    expect(renewals(world)).toBe(1);
  });

  it('and cannot renew is signed out: only that ends a sign-in', async () => {
    const world = await startWorld({ sandboxSettings: { fault: 'status-401', faultOn: 'everything' } });
    const session = await signIn(world);
    world.sandbox.settings.seed = 'another account';
    expect(await answerTo(world, session, query())).toMatch(/^sign_in_required/);
    expect(await signedIn(world, session)).toBe(401);
  });
});

describe('a look at the access', () => {
  it('asks Amazon for the smallest of lists, each time', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    expect([await accessOf(world, session), await accessOf(world, session)]).toEqual([
      '200 amzn1.account.SANDBOXADA000000000000000000',
      '200 amzn1.account.SANDBOXADA000000000000000000',
    ]);
    expect(asked(world, '/v1/vendors')).toBe(2);
    expect(asked(world, '/v1/skills')).toBe(0);
  });

  it.each([
    ['status-403', '403 forbidden'],
    ['status-401', '403 forbidden'],
    ['status-503', '503 unavailable'],
  ] as const)('tells why Amazon does not answer: %s', async (fault, told) => {
    const world = await startWorld({ clock: runningClock(), sandboxSettings: { fault, faultOn: 'everything' } });
    expect(await accessOf(world, await signIn(world))).toBe(told);
  });

  it('ends a session whose access Amazon has ended', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    world.sandbox.settings.seed = 'another account';
    expect(await accessOf(world, session)).toBe('401 sign_in_required');
    expect(await signedIn(world, session)).toBe(401);
  });
});
