import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseJoined, parseOpenSessions, parseSignInOptions } from '../../../../src/core/protocol/account';
import { parseProblem, parseRedeemed } from '../../../../src/core/protocol/stream';
import { standIn, type TokenOptions } from '../../../../src/dev/entra/issuer';
import { startIssuer } from '../../../../src/dev/entra/serve';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { TestClock } from '../../../support/relay/fakes/test-clock';
import {
  authorized,
  newVerifier,
  query,
  signIn,
  signInToCode,
  startWorld,
  type World,
} from '../../../support/relay/world';

const { clientId, tenant } = standIn;
const ada = 'amzn1.account.SANDBOXADA000000000000000000';
const ben = 'amzn1.account.SANDBOXBEN000000000000000000';

interface MicrosoftWorld extends World {
  readonly token: (options?: TokenOptions) => string;
  readonly store: MemoryStore;
}

/** A relay that knows the users of Microsoft's stand-in. */
const start = async (tenants: string, store = new MemoryStore(Date.now)): Promise<MicrosoftWorld> => {
  const clock = new TestClock(Date.now());
  const entra = await startIssuer({ now: clock.now });
  onTestFinished(() => entra.stop());
  const env = { MICROSOFT_CLIENT_ID: clientId, MICROSOFT_TENANTS: tenants, MICROSOFT_AUTHORITY: entra.url };
  const world = await startWorld({ clock, store, env });
  return { ...world, store, token: (options) => entra.issuer.mint(options) };
};

const post = ({ url }: World, path: string, body: object): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });

const redeemAs = async (world: World, microsoftToken?: string, account = ada): Promise<Response> => {
  const { verifier, challenge } = newVerifier();
  const code = await signInToCode(world, challenge, account);
  return post(world, '/auth/redeem', { code, verifier, microsoftToken });
};

const joined = async (world: World, microsoftToken: string) =>
  parseJoined(await (await post(world, '/auth/microsoft', { microsoftToken, device: 'Excel on Mac' })).json()).sessions;

const statusOf = async ({ url }: World, session: string): Promise<number> =>
  (await fetch(`${url}/auth/session`, authorized(session))).status;

describe('a person whom Microsoft knows', () => {
  it('signs in with Amazon once, and uses the account on every device', async () => {
    const world = await start('');
    expect(await joined(world, world.token())).toEqual([]);
    const first = parseRedeemed(await (await redeemAs(world, world.token())).json());
    const [second] = await joined(world, world.token());
    expect(second?.account).toEqual({ id: ada, name: 'Ada Analyst', email: 'ada@example.com' });
    const session = second?.session ?? '';
    expect(session).not.toBe(first.session);
    const answer = await fetch(`${world.url}/api/metrics?${query()}`, authorized(session));
    expect(await answer.text()).toContain('"kind":"result"');
    const listed = await fetch(`${world.url}/auth/sessions`, authorized(session));
    expect(parseOpenSessions(await listed.json()).sessions.map(({ device }) => device)).toEqual([
      undefined,
      'Excel on Mac',
    ]);
  });

  it('gets each account, the latest connected first', async () => {
    const world = await start('');
    for (const account of [ada, ben]) await redeemAs(world, world.token(), account);
    expect((await joined(world, world.token())).map(({ account }) => account.id)).toEqual([ben, ada]);
  });

  it("gets nothing of another person's, even of the same account at Amazon", async () => {
    const world = await start('');
    await redeemAs(world, world.token());
    const other = world.token({ claims: { oid: randomUUID() } });
    expect(await joined(world, other)).toEqual([]);
    expect(await joined(world, world.token({ tenant: randomUUID() }))).toEqual([]);
  });

  it('gets nothing after signing out on the last device', async () => {
    const world = await start('');
    const { session } = parseRedeemed(await (await redeemAs(world, world.token())).json());
    const [other] = await joined(world, world.token());
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
    expect(await statusOf(world, other?.session ?? '')).toBe(200);
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(other?.session ?? '') });
    expect(await joined(world, world.token())).toEqual([]);
    expect(await world.store.list('microsoft-user:')).toEqual([]);
  });

  it('leaves no name, email address, or ID that can be read in the store', async () => {
    const world = await start('');
    await redeemAs(world, world.token());
    const keys = await world.store.list('');
    const bytes = JSON.stringify([keys, await world.store.getMany(keys)]);
    for (const text of ['Ada', 'example.com', tenant, standIn.person, world.token().slice(0, 40)])
      expect(bytes.includes(text), text).toBe(false);
  });
});

describe('a relay for named tenants', () => {
  it('says that it requires Microsoft', async () => {
    const modeOf = async (world: World) =>
      parseSignInOptions(await (await fetch(`${world.url}/auth/options`)).json()).microsoft;
    expect(await modeOf(await start(tenant))).toBe('required');
    expect(await modeOf(await start(''))).toBe('on');
    expect(await modeOf(await startWorld())).toBe('off');
  });

  it('lets in its people, and nobody without a token', async () => {
    const world = await start(tenant.toUpperCase());
    expect((await redeemAs(world, world.token())).status).toBe(200);
    const refused = await redeemAs(world);
    expect([refused.status, parseProblem(await refused.json())?.code]).toEqual([403, 'forbidden']);
  });

  it('refuses people of other tenants, and says which', async () => {
    const world = await start(tenant);
    const other = randomUUID();
    const refused = await redeemAs(world, world.token({ tenant: other }));
    expect(refused.status).toBe(403);
    expect(parseProblem(await refused.json())?.message).toContain(other);
  });

  it.each([
    ['that has expired', { expiresInS: -600 }],
    ['for another audience', { audience: randomUUID() }],
    ['without a signature', { algorithm: 'none' }],
  ] satisfies [string, TokenOptions][])('refuses a token %s, and the code stays good', async (_, options) => {
    const world = await start(tenant);
    const { verifier, challenge } = newVerifier();
    const code = await signInToCode(world, challenge);
    const refused = await post(world, '/auth/redeem', { code, verifier, microsoftToken: world.token(options) });
    expect(refused.status).toBe(401);
    const again = await post(world, '/auth/redeem', { code, verifier, microsoftToken: world.token() });
    expect(again.status).toBe(200);
  });

  it('ends the sessions of people whose tenant is no longer named, and of those without one', async () => {
    const store = new MemoryStore(Date.now);
    const open = await start('', store);
    const theirs = parseRedeemed(await (await redeemAs(open, open.token())).json()).session;
    const nobodys = await signIn(open, ben);
    const named = await start(tenant, store);
    expect([await statusOf(named, theirs), await statusOf(named, nobodys)]).toEqual([200, 401]);
    const others = await start(randomUUID(), store);
    expect(await statusOf(others, theirs)).toBe(401);
  });
});

describe('a relay without Microsoft', () => {
  it('says so to who asks', async () => {
    const world = await startWorld();
    const answer = await post(world, '/auth/microsoft', { microsoftToken: 'a.b.c' });
    expect([answer.status, parseProblem(await answer.json())?.message]).toEqual([
      400,
      expect.stringContaining('Microsoft'),
    ]);
  });
});
