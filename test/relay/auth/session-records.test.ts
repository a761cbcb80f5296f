import { describe, expect, it } from 'vitest';
import { createSealer } from '../../../src/relay/auth/encryption';
import { connectionIdOf, Connections } from '../../../src/relay/auth/sessions/connections';
import { SessionRecords } from '../../../src/relay/auth/sessions/session-records';
import { MemoryStore } from '../../../src/relay/store/memory';

const account = { id: 'amzn1.account.A' };
const tokens = (refreshToken: string) => ({ accessToken: `access of ${refreshToken}`, refreshToken, expiresAt: 1 });

const create = (): SessionRecords => {
  const deps = {
    store: new MemoryStore(() => 0),
    sealer: createSealer(['a secret for these tests only, 1']),
    now: () => 0,
  };
  return new SessionRecords({ ...deps, connections: new Connections(deps) });
};

describe('renewed tokens', () => {
  it('replace those that they come from, for all sessions', async () => {
    const records = create();
    for (let device = 0; device < 2; device += 1) await records.open(account, tokens('first'));
    const saved = await records.saveTokens(connectionIdOf(account.id), tokens('second'), tokens('first'));
    expect(saved?.map((session) => session.tokens.refreshToken)).toEqual(['second', 'second']);
  });

  it('leave those of a sign-in meanwhile as they are', async () => {
    const records = create();
    await records.open(account, tokens('first'));
    await records.open(account, tokens('of the new sign-in'));
    const saved = await records.saveTokens(connectionIdOf(account.id), tokens('second'), tokens('first'));
    expect(saved?.map((session) => session.tokens.refreshToken)).toEqual(['of the new sign-in', 'of the new sign-in']);
  });

  it('are not kept where the account has signed out', async () => {
    const saved = await create().saveTokens(connectionIdOf(account.id), tokens('second'), tokens('first'));
    expect(saved).toBeUndefined();
  });

  it('are kept, however many devices write at once', async () => {
    const records = create();
    await Promise.all(Array.from({ length: 100 }, () => records.open(account, tokens('first'))));
    const known = await records.connection(connectionIdOf(account.id));
    expect(known?.sessions).toHaveLength(100);
  });
});
