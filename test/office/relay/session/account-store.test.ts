import { describe, expect, it } from 'vitest';
import { createAccountStore } from '../../../../src/office/relay/session/account-store';
import { defer } from '../../../support/office/manual-clock';

const denied = (): Promise<never> => Promise.reject(new Error('Access is denied'));
const key = (): string => 'partition-session';

describe('the store of the bearer', () => {
  it('finds what was kept before, and keeps and forgets', async () => {
    const kept = new Map([['partition-session', 'old']]);
    const storage = {
      getItem: (name: string) => Promise.resolve(kept.get(name) ?? null),
      setItem: (name: string, value: string) => Promise.resolve(void kept.set(name, value)),
      removeItem: (name: string) => Promise.resolve(void kept.delete(name)),
    };
    const store = createAccountStore(() => storage, key);
    expect(await store.get()).toBe('old');
    await store.set('new');
    expect(await store.get()).toBe('new');
    expect(kept.get('partition-session')).toBe('new');
    await store.forget();
    expect(await store.get()).toBeUndefined();
    expect(kept.size).toBe(0);
  });

  it('reads again what could not be read', async () => {
    let tries = 0;
    const getItem = (): Promise<string> => ((tries += 1) === 1 ? denied() : Promise.resolve('old'));
    const store = createAccountStore(() => ({ getItem, setItem: denied, removeItem: denied }), key);
    expect(await store.get()).toBeUndefined();
    expect(await store.get()).toBe('old');
    expect(await store.get()).toBe('old');
    expect(tries).toBe(2);
  });

  it('keeps in memory what came while it could not be read', async () => {
    const reading = defer<string | null>();
    const store = createAccountStore(
      () => ({ getItem: () => reading.promise, setItem: denied, removeItem: denied }),
      key,
    );
    const before = store.get();
    await store.set('new');
    reading.reject(new Error('Access is denied'));
    await before;
    expect(await store.get()).toBe('new');
  });

  it('leaves alone what another workbook has kept meanwhile', async () => {
    const kept = new Map([['partition-session', 'old']]);
    const storage = {
      getItem: (name: string) => Promise.resolve(kept.get(name) ?? null),
      setItem: (name: string, value: string) => Promise.resolve(void kept.set(name, value)),
      removeItem: (name: string) => Promise.resolve(void kept.delete(name)),
    };
    const [here, there] = [createAccountStore(() => storage, key), createAccountStore(() => storage, key)];
    expect(await here.get()).toBe('old');
    await there.set('new');
    await here.forget();
    expect(kept.get('partition-session')).toBe('new');
    expect(await here.get()).toBeUndefined();
    expect(await there.get()).toBe('new');
  });

  it.each([
    ['is missing', () => undefined],
    ['rejects', () => ({ getItem: denied, setItem: denied, removeItem: denied })],
    [
      'throws',
      () => {
        throw new Error('no storage');
      },
    ],
  ])('goes on in memory where the storage %s', async (_, storage) => {
    const store = createAccountStore(storage, key);
    expect(await store.get()).toBeUndefined();
    await store.set('bearer');
    expect(await store.get()).toBe('bearer');
    await store.forget();
    expect(await store.get()).toBeUndefined();
  });
});
