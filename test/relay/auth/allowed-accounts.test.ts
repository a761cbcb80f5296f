import { describe, expect, it } from 'vitest';
import { allowAccounts } from '../../../src/relay/auth/allowed-accounts';
import { MemoryStore } from '../../../src/relay/store/memory';
import {
  attributeOf,
  authorized,
  comeBack,
  decide,
  newVerifier,
  openPopUp,
  signIn,
  startWorld,
} from '../../support/relay/world';

const ada = 'amzn1.account.SANDBOXADA000000000000000000';

describe('named accounts', () => {
  it.each([
    ['by ID', ada],
    ['by email address, in any case', 'ben@example.com, ADA@example.com'],
  ])('sign in: %s', async (_, accounts) => {
    const world = await startWorld({ env: { ALLOWED_ACCOUNTS: accounts } });
    const bearer = await signIn(world);
    expect((await fetch(`${world.url}/auth/session`, authorized(bearer))).status).toBe(200);
  });

  it('are all, without names', () => expect(allowAccounts([])({ id: ada })).toBe(true));
});

describe('other accounts', () => {
  it('are told so after they come back from Amazon, and get no code', async () => {
    const world = await startWorld({ env: { ALLOWED_ACCOUNTS: 'ben@example.com' } });
    const page = await comeBack(world, await decide(await openPopUp(world, newVerifier().challenge), 'allow'));
    const html = await page.text();
    expect(attributeOf(html, 'message')).toContain('allowed to use this server');
    expect(attributeOf(html, 'code')).toBeUndefined();
  });

  it('lose the sessions that they had before', async () => {
    const store = new MemoryStore(Date.now);
    const before = await startWorld({ store });
    const bearer = await signIn(before);
    const after = await startWorld({ store, env: { ALLOWED_ACCOUNTS: 'ben@example.com' } });
    const answer = await fetch(`${after.url}/auth/session`, authorized(bearer));
    expect(answer.status).toBe(401);
  });
});
