import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Audit } from '../../../../src/relay/auth/audit/audit';
import { auditBlock, type AuditEntry, auditEntry } from '../../../../src/relay/auth/audit/entry';
import { printAudit } from '../../../../src/relay/auth/audit/print-audit';
import { allEntries, ownEntries } from '../../../../src/relay/auth/audit/read-audit';
import { createSealer } from '../../../../src/relay/auth/encryption';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { TestClock } from '../../../support/relay/fakes/test-clock';
import {
  authorized,
  comeBack,
  environment,
  query,
  redeem,
  signIn,
  startWorld,
  type World,
} from '../../../support/relay/world';

const ada = 'amzn1.account.SANDBOXADA000000000000000000';
const ben = 'amzn1.account.SANDBOXBEN000000000000000000';

const recorded = async ({ storeFile }: World): Promise<AuditEntry[]> => {
  const lines: string[] = [];
  const secrets = [environment('', '')['SESSION_SECRET'] ?? ''];
  await printAudit({ storeUrl: `file:${storeFile}`, secrets }, (line) => lines.push(line));
  return lines.map((line) => v.parse(auditEntry, JSON.parse(line)));
};

/** Lets what has been noted be written. */
const written = async (world: World, count: number): Promise<AuditEntry[]> => {
  world.clock.pass(61_000);
  world.clock.tick();
  await expect.poll(async () => (await recorded(world)).length).toBeGreaterThanOrEqual(count);
  return recorded(world);
};

const ask = async ({ url }: World, session: string, more: Record<string, string> = {}): Promise<string> =>
  (await fetch(`${url}/api/metrics?${query(more)}`, authorized(session))).text();

describe('the audit', () => {
  it('holds who signed in and out, asked what, and was refused, and no secret', async () => {
    const world = await startWorld({ env: { LIMIT_API_PER_PERSON: '5' } });
    const session = await signIn(world);
    await ask(world, session);
    await ask(world, session, { skillId: 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000403' });
    await fetch(`${world.url}/api/skills`, authorized('x'.repeat(43)));
    await comeBack(world, '?error=access_denied&state=forged', '');
    await redeem(world, 'AAAA-AAAA', 'v'.repeat(43));
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
    const other = await signIn(world, ben);
    for (let times = 0; times < 7; times += 1) await fetch(`${world.url}/auth/session`, authorized(other));
    const entries = await written(world, 7);
    const of = (event: AuditEntry['event']) => entries.filter((entry) => entry.event === event);
    const address = '127.0.0.1';
    expect(of('sign_in')).toMatchObject([
      { outcome: 'signed_in', who: ada, address },
      { outcome: 'signed_in', who: ben, address },
    ]);
    expect(of('sign_out')).toMatchObject([{ outcome: 'signed_out', who: ada, address }]);
    const range = { startTime: '2026-09-01T00:00:00Z', endTime: '2026-09-08T00:00:00Z', period: 'P1D', stage: 'live' };
    expect(of('query')).toMatchObject([
      { outcome: 'result', who: ada, metrics: ['totalSessions'], requests: 1, points: 7, ...range },
      { outcome: 'forbidden', who: ada, skillId: 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000403', ...range },
    ]);
    expect(of('refused')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'sign_in_required', address, times: 3 }),
        expect.objectContaining({ outcome: 'LIMIT_API_PER_PERSON', who: ben, times: 2 }),
      ]),
    );
    const text = JSON.stringify(entries);
    for (const secret of [session, other, 'sandbox-client-secret', 'Atza', 'ada@example.com', 'Analyst'])
      expect(text).not.toContain(secret);
  });

  it('holds that Amazon has ended an access', async () => {
    const tokens: string[] = [];
    const amazon: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const text = await answer.clone().text();
      for (const [, token = ''] of text.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) tokens.push(token);
      return answer;
    };
    const world = await startWorld({ fetch: amazon });
    const session = await signIn(world);
    for (const token of tokens) world.sandbox.grants.revoke(token);
    world.clock.pass(3_600_000);
    await ask(world, session, { startTime: '2026-07-01T00:00:00Z', endTime: '2026-07-02T00:00:00Z' });
    const entries = await written(world, 2);
    expect(entries.some(({ event, who }) => event === 'revoked' && who === ada)).toBe(true);
  });

  it('cannot be read in the store, and outlives a sign-out', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    await ask(world, session);
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
    expect(await written(world, 3)).toHaveLength(3);
    const folder = path.dirname(world.storeFile);
    const files = readdirSync(folder).filter((name) => name.startsWith('relay.db'));
    const bytes = files.map((name) => readFileSync(path.join(folder, name), 'latin1')).join('');
    expect(bytes).toContain('audit:');
    for (const text of [ada, 'totalSessions', 'signed_in']) expect(bytes).not.toContain(text);
  });

  it('is shown to people as far as it is about them, the latest first', async () => {
    const world = await startWorld();
    const [session, other] = [await signIn(world), await signIn(world, ben)];
    await ask(world, session);
    await ask(world, other);
    await written(world, 4);
    const own = async (who: string, search = ''): Promise<AuditEntry[]> => {
      const answer = await fetch(`${world.url}/api/audit${search}`, authorized(who));
      return v.parse(v.object({ entries: auditBlock }), await answer.json()).entries;
    };
    expect((await own(session)).map(({ event, who }) => [event, who])).toEqual([
      ['query', ada],
      ['sign_in', ada],
    ]);
    expect((await own(other, '?limit=1')).map(({ event, who }) => [event, who])).toEqual([['query', ben]]);
    expect((await fetch(`${world.url}/api/audit`)).status).toBe(401);
    for (const limit of ['0', '1001', 'x', '-1'])
      expect((await fetch(`${world.url}/api/audit?limit=${limit}`, authorized(session))).status).toBe(400);
  });

  it('has one entry for what is the same, and is written when the relay stops', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    for (let times = 0; times < 5; times += 1) await ask(world, session);
    await world.relay.stop();
    const queries = (await recorded(world)).filter(({ event }) => event === 'query');
    expect(queries.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(5);
    expect(queries.length).toBeLessThanOrEqual(2);
  });

  it('is off where it keeps nothing', async () => {
    const world = await startWorld({ env: { AUDIT_DAYS: '0' } });
    await ask(world, await signIn(world));
    await world.relay.stop();
    expect(await recorded(world)).toEqual([]);
  });
});

describe('entries', () => {
  const opened = (keepMs = 1_000_000) => {
    const clock = new TestClock();
    const store = new MemoryStore(clock.now);
    const sealer = createSealer(['a-session-secret-that-only-tests-use']);
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const audit = new Audit({
      store,
      sealer,
      clock,
      keepMs,
      redact: (text) => text.replace('hidden', '[secret]'),
      onError,
    });
    const all = async (): Promise<AuditEntry[]> => {
      const entries: AuditEntry[] = [];
      for await (const entry of allEntries({ store, sealer })) entries.push(entry);
      return entries;
    };
    return { clock, store, sealer, errors, audit, all };
  };

  it('go when they are too old', async () => {
    const { audit, all, clock } = opened();
    await audit.write({ event: 'sign_in', outcome: 'signed_in', who: 'A' });
    clock.pass(999_999);
    expect(await all()).toHaveLength(1);
    clock.pass(1);
    expect(await all()).toEqual([]);
  });

  it('are redacted', async () => {
    const { audit, all } = opened();
    await audit.write({ event: 'query', outcome: 'result', who: 'A', skillId: 'hidden', metrics: ['hidden'] });
    expect(await all()).toMatchObject([{ skillId: '[secret]', metrics: ['[secret]'] }]);
  });

  it('cannot be moved to another person', async () => {
    const { audit, store, sealer } = opened();
    await audit.write({ event: 'sign_in', outcome: 'signed_in', who: 'A' });
    const [key = ''] = await store.list('audit:');
    const [, owner = ''] = key.split(':');
    await audit.write({ event: 'sign_in', outcome: 'signed_in', who: 'B' });
    const other = (await store.list('audit:')).find((one) => !one.includes(owner)) ?? '';
    await store.set(other, (await store.get(key)) ?? '');
    expect(await ownEntries('B', 10, { store, sealer })).toEqual([]);
  });

  it('name at most a hundred refused strangers a minute', async () => {
    const { audit, all } = opened();
    for (let host = 0; host < 250; host += 1)
      audit.note({ event: 'refused', outcome: 'LIMIT_API_PER_ADDRESS', address: `203.0.113.${host}` });
    await audit.flush();
    const entries = await all();
    expect(entries).toHaveLength(101);
    expect(entries.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(250);
  });

  it('that the store does not take are reported, and hold up nobody', async () => {
    const { audit, store, errors } = opened();
    store.setMany = () => Promise.reject(new Error('full'));
    await audit.write({ event: 'sign_in', outcome: 'signed_in', who: 'A' });
    expect(errors).toHaveLength(1);
  });
});
