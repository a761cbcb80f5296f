import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseOpenSessions } from '../../../src/core/protocol/account';
import { parseRedeemed } from '../../../src/core/protocol/stream';
import { FileStore } from '../../../src/relay/store/file';
import {
  authorized,
  newVerifier,
  query,
  signIn,
  signInToCode,
  startWorld,
  type World,
} from '../../support/relay/world';

const ben = 'amzn1.account.SANDBOXBEN000000000000000000';

/** Signs in on a device; `former` is the bearer token that it has had. */
const signInOn = async (world: World, device: string, former?: string): Promise<string> => {
  const { verifier, challenge } = newVerifier();
  const code = await signInToCode(world, challenge);
  const redeemed = await fetch(`${world.url}/auth/redeem`, {
    method: 'POST',
    headers: former === undefined ? {} : authorized(former).headers,
    body: JSON.stringify({ code, verifier, device }),
  });
  return parseRedeemed(await redeemed.json()).session;
};

const devicesOf = async ({ url }: World, session: string) =>
  parseOpenSessions(await (await fetch(`${url}/auth/sessions`, authorized(session))).json()).sessions;

const statusOf = async ({ url }: World, session: string): Promise<number> =>
  (await fetch(`${url}/auth/session`, authorized(session))).status;

const remove = ({ url }: World, session: string, path: string): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'DELETE', ...authorized(session) });

describe('the devices of an account', () => {
  it('are listed in the order of their sign-ins, with the one that asks', async () => {
    const world = await startWorld();
    const first = await signInOn(world, 'Excel on Windows');
    world.clock.pass(1_000);
    const second = await signInOn(world, 'Excel on the web');
    await signIn(world, ben);
    const devices = await devicesOf(world, second);
    expect(devices.map(({ device, current }) => [device, current])).toEqual([
      ['Excel on Windows', false],
      ['Excel on the web', true],
    ]);
    const [one, other] = devices;
    expect((other?.signedInAt ?? 0) - (one?.signedInAt ?? 0)).toBe(1_000);
    expect(JSON.stringify(devices)).not.toContain(first);
  });

  it('share one renewal of their tokens', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const sessions = [await signIn(world), await signIn(world), await signIn(world)];
    const before = world.sandbox.requests.entries.filter(({ path }) => path === '/auth/o2/token').length;
    world.clock.pass(3_600_000);
    const answers = await Promise.all(
      sessions.map(async (session, day) => {
        const at = (days: number): string => new Date(Date.UTC(2026, 5, 1 + days)).toISOString();
        const asked = query({ startTime: at(day), endTime: at(day + 1) });
        return (await fetch(`${world.url}/api/metrics?${asked}`, authorized(session))).text();
      }),
    );
    for (const answer of answers) expect(answer).toContain('"kind":"result"');
    const after = world.sandbox.requests.entries.filter(({ path }) => path === '/auth/o2/token').length;
    expect(after - before).toBe(1);
  });

  it('can be signed out one by one', async () => {
    const world = await startWorld();
    const [one, other] = [await signInOn(world, 'Excel on Mac'), await signInOn(world, 'Excel on the web')];
    const lost = (await devicesOf(world, one)).find(({ current }) => !current);
    expect((await remove(world, one, `/auth/sessions/${lost?.id ?? ''}`)).status).toBe(204);
    expect([await statusOf(world, one), await statusOf(world, other)]).toEqual([200, 401]);
    expect(await devicesOf(world, one)).toHaveLength(1);
    const again = await remove(world, one, `/auth/sessions/${lost?.id ?? ''}`);
    expect([again.status, await again.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it('can be signed out all at once', async () => {
    const world = await startWorld();
    const sessions = [await signIn(world), await signIn(world), await signIn(world)];
    const others = await signIn(world, ben);
    expect((await remove(world, sessions[1] ?? '', '/auth/sessions')).status).toBe(204);
    for (const session of sessions) expect(await statusOf(world, session)).toBe(401);
    expect(await statusOf(world, others)).toBe(200);
  });

  it("can't be signed out by another account", async () => {
    const world = await startWorld();
    const [ada, other] = [await signIn(world), await signIn(world, ben)];
    const [device] = await devicesOf(world, ada);
    expect((await remove(world, other, `/auth/sessions/${device?.id ?? ''}`)).status).toBe(404);
    expect(await statusOf(world, ada)).toBe(200);
  });

  it('get a new token with each sign-in, which ends the former one', async () => {
    const world = await startWorld();
    const first = await signInOn(world, 'Excel on the web');
    const second = await signInOn(world, 'Excel on the web', first);
    expect([await statusOf(world, first), await statusOf(world, second)]).toEqual([401, 200]);
    expect(await devicesOf(world, second)).toHaveLength(1);
  });

  it('keep the session of another account when one more is added', async () => {
    const world = await startWorld();
    const bens = await signIn(world, ben);
    const adas = await signInOn(world, 'Excel on the web', bens);
    expect([await statusOf(world, bens), await statusOf(world, adas)]).toEqual([200, 200]);
  });
});

describe("the store's bytes", () => {
  const bytesOf = ({ storeFile }: World): string =>
    ['', '-wal'].map((end) => readFileSync(`${storeFile}${end}`, 'latin1')).join('');

  it('hold no name, email address, ID, or token that can be read', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const bytes = bytesOf(world);
    expect(bytes).toMatch(/connection:[\w-]{43}/);
    for (const text of ['Ada Analyst', 'ada@example.com', 'SANDBOXADA', session, 'Atza|', 'Atzr|'])
      expect(bytes.includes(text), text).toBe(false);
  });

  it('hold nothing of an account a minute after its last sign-out', async () => {
    const world = await startWorld({ env: { AUDIT_DAYS: '0' } });
    const sessions = [await signIn(world), await signIn(world)];
    for (const session of sessions) {
      const answer = await fetch(`${world.url}/api/metrics?${query()}`, authorized(session));
      expect(await answer.text()).toContain('"kind":"result"');
    }
    const reader = new FileStore(world.storeFile, world.clock.now);
    onTestFinished(() => reader.close());
    const keys = await reader.list('');
    const texts = (await reader.getMany(keys)).flatMap((text) =>
      text !== undefined && text.length > 40 ? [text] : [],
    );
    const traces = [
      ...keys.filter((key) => /^(session|connection|day)/.test(key)),
      ...texts.map((text) => text.slice(-40)),
    ];
    expect(traces.length).toBeGreaterThan(5);
    const left = (): string[] => traces.filter((trace) => bytesOf(world).includes(trace));
    expect(left()).not.toEqual([]);
    await remove(world, sessions[0] ?? '', '/auth/session');
    expect(await reader.list('connection:')).toHaveLength(1);
    await remove(world, sessions[1] ?? '', '/auth/session');
    await expect.poll(() => reader.list('')).toEqual(expect.not.arrayContaining([expect.stringMatching(/^days:/)]));
    world.clock.tick();
    await expect.poll(left).toEqual([]);
  });
});
