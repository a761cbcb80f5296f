import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { KeyValueStorage } from '../../../src/office/relay/session/account-store';
import { createPersisted, createRecentList } from '../../../src/office/storage/persisted';
import { storageOf } from '../../support/office/storage';

const denied = (): Promise<never> => Promise.reject(new Error('Access is denied'));
const numbers = (storage: () => KeyValueStorage | undefined) =>
  createPersisted({ storage, key: () => 'numbers', schema: v.array(v.number()), initial: [0] });

describe('what is kept', () => {
  it('is found again when the add-in starts anew', async () => {
    const storage = storageOf();
    await numbers(() => storage).set([1, 2]);
    expect(await numbers(() => storage).get()).toEqual([1, 2]);
  });

  it.each([
    ['nothing was kept', storageOf()],
    ['it cannot be read', storageOf([['numbers', '{"of":"another version"}']])],
    ['it is no JSON', storageOf([['numbers', 'one']])],
    ['the storage rejects', { getItem: denied, setItem: denied, removeItem: denied }],
  ])('is as at first where %s', async (_, storage) => {
    expect(await numbers(() => storage).get()).toEqual([0]);
  });

  it('stays in memory where the storage is missing or rejects', async () => {
    for (const storage of [undefined, { getItem: denied, setItem: denied, removeItem: denied }]) {
      const kept = numbers(() => storage);
      await kept.set([3]);
      expect(await kept.get()).toEqual([3]);
    }
  });
});

describe('recent skills', () => {
  it('come latest first, each once, five at most', async () => {
    const storage = storageOf();
    const recent = createRecentList({ storage: () => storage, key: () => 'recent' });
    expect(await recent.list()).toEqual([]);
    for (const one of ['a', 'b', 'c', 'a', 'd', 'e', 'f']) await recent.add(one);
    expect(await recent.list()).toEqual(['f', 'e', 'd', 'a', 'c']);
  });
});
