import { describe, expect, it } from 'vitest';
import { createBearerStore } from '../../src/office/bearer-store';

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
    const store = createBearerStore(() => storage, key);
    expect(await store.get()).toBe('old');
    await store.set('new');
    expect(await store.get()).toBe('new');
    expect(kept.get('partition-session')).toBe('new');
    await store.forget();
    expect(await store.get()).toBeUndefined();
    expect(kept.size).toBe(0);
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
    const store = createBearerStore(storage, key);
    expect(await store.get()).toBeUndefined();
    await store.set('bearer');
    expect(await store.get()).toBe('bearer');
    await store.forget();
    expect(await store.get()).toBeUndefined();
  });
});
