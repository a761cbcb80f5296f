import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock } from '../../../src/relay/store/lock';
import type { Store } from '../../../src/relay/store/store';

/** What every driver owes its callers. The clock is the test's own. */
export const storeContract = (name: string, open: (now: () => number) => Promise<Store> | Store): void => {
  describe(`${name} as a store`, () => {
    let now = 1_000_000;
    let store: Store;

    beforeEach(async () => {
      now = 1_000_000;
      store = await open(() => now);
    });
    afterEach(() => store.close());

    it('gives back text as it was written', async () => {
      expect(await store.set('a', 'größer 🎈\n')).toBe(true);
      expect(await store.get('a')).toBe('größer 🎈\n');
      expect(await store.get('b')).toBeUndefined();
    });

    it('gives back bytes as they were written, zeros and broken UTF-8 included', async () => {
      const bytes = Uint8Array.of(0, 255, 128, 10, 0);
      await store.set('a', bytes);
      expect(await store.getBytes('a')).toEqual(bytes);
      await store.set('empty', new Uint8Array());
      expect(await store.getBytes('empty')).toEqual(new Uint8Array());
      expect(await store.getBytes('b')).toBeUndefined();
    });

    it('replaces value and expiry', async () => {
      await store.set('a', 'old', { ttlMs: 10 });
      await store.set('a', 'new');
      now += 11;
      expect(await store.get('a')).toBe('new');
    });

    it('forgets at the end of the time to live, not before', async () => {
      await store.set('a', 'x', { ttlMs: 10 });
      now += 9;
      expect(await store.get('a')).toBe('x');
      now += 1;
      expect(await store.get('a')).toBeUndefined();
      expect(await store.getBytes('a')).toBeUndefined();
      expect(await store.take('a')).toBeUndefined();
      expect(await store.delete('a')).toBe(false);
      expect(await store.expire('a', 10)).toBe(false);
      expect(await store.list('')).toEqual([]);
    });

    it('writes only where absent when asked to, expired counting as absent', async () => {
      expect(await store.set('a', 'first', { onlyIfAbsent: true, ttlMs: 10 })).toBe(true);
      expect(await store.set('a', 'second', { onlyIfAbsent: true })).toBe(false);
      expect(await store.get('a')).toBe('first');
      now += 10;
      expect(await store.set('a', 'third', { onlyIfAbsent: true })).toBe(true);
      expect(await store.get('a')).toBe('third');
    });

    it('lets exactly one of many take', async () => {
      await store.set('a', 'x');
      const taken = await Promise.all(Array.from({ length: 20 }, () => store.take('a')));
      expect(taken.filter((one) => one === 'x')).toHaveLength(1);
      expect(taken.filter((one) => one === undefined)).toHaveLength(19);
    });

    it('swaps only what it expects', async () => {
      await store.set('a', 'one', { ttlMs: 10 });
      expect(await store.compareAndSet('a', 'other', 'two')).toBe(false);
      expect(await store.compareAndSet('a', undefined, 'two')).toBe(false);
      expect(await store.compareAndSet('a', 'one', 'two')).toBe(true);
      expect(await store.get('a')).toBe('two');
      now += 10;
      expect(await store.get('a'), 'the expiry is kept').toBeUndefined();
      expect(await store.compareAndSet('a', 'two', 'three'), 'expired is absent').toBe(false);
    });

    it('swaps expiry as well when given one', async () => {
      await store.set('a', 'one', { ttlMs: 10 });
      await store.compareAndSet('a', 'one', 'two', { ttlMs: 100 });
      now += 99;
      expect(await store.get('a')).toBe('two');
      now += 1;
      expect(await store.get('a')).toBeUndefined();
    });

    it('creates from absent and deletes to absent by comparison', async () => {
      expect(await store.compareAndSet('a', undefined, undefined)).toBe(true);
      expect(await store.compareAndSet('a', undefined, 'x', { ttlMs: 10 })).toBe(true);
      expect(await store.compareAndSet('a', undefined, undefined)).toBe(false);
      expect(await store.compareAndSet('a', 'y', undefined)).toBe(false);
      expect(await store.compareAndSet('a', 'x', undefined)).toBe(true);
      expect(await store.get('a')).toBeUndefined();
    });

    it('lets exactly one of many swap', async () => {
      await store.set('a', '0');
      const won = await Promise.all(Array.from({ length: 20 }, (_, i) => store.compareAndSet('a', '0', `w${i}`)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get('a')).toBe(`w${won.indexOf(true)}`);
    });

    it('tells whether there was something to delete', async () => {
      await store.set('a', 'x');
      expect(await store.delete('a')).toBe(true);
      expect(await store.delete('a')).toBe(false);
    });

    it('gives a key a new time to live', async () => {
      await store.set('a', 'x');
      expect(await store.expire('a', 10)).toBe(true);
      expect(await store.expire('b', 10)).toBe(false);
      now += 10;
      expect(await store.get('a')).toBeUndefined();
    });

    it('counts from one, loses none of many, and starts afresh after the time to live', async () => {
      const counts = await Promise.all(Array.from({ length: 20 }, () => store.increment('n', { ttlMs: 10 })));
      expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      now += 9;
      expect(await store.increment('n', { ttlMs: 10 }), 'later counts do not prolong').toBe(21);
      now += 1;
      expect(await store.increment('n', { ttlMs: 10 })).toBe(1);
    });

    it('lists and deletes a family by its prefix, and nothing beside it', async () => {
      for (const key of ['p:1:b', 'p:1:a', 'p:10:a', 'p:2:a', 'q']) await store.set(key, key);
      await store.set('p:1:gone', 'x', { ttlMs: 1 });
      now += 1;
      expect(await store.list('p:1:')).toEqual(['p:1:a', 'p:1:b']);
      expect(await store.deletePrefix('p:1:')).toBe(2);
      expect(await store.list('')).toEqual(['p:10:a', 'p:2:a', 'q']);
    });

    it('takes a prefix literally', async () => {
      for (const key of ['a%b', 'axb', 'a_b', 'A%b']) await store.set(key, key);
      expect(await store.list('a%')).toEqual(['a%b']);
      expect(await store.list('a_')).toEqual(['a_b']);
    });

    it('sweeps what has expired and leaves the rest', async () => {
      await store.set('a', 'x', { ttlMs: 1 });
      await store.set('b', 'x', { ttlMs: 100 });
      await store.set('c', 'x');
      now += 1;
      expect(await store.sweep()).toBe(1);
      expect(await store.sweep()).toBe(0);
      expect(await store.list('')).toEqual(['b', 'c']);
    });

    it('can be reached', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    describe('with a lock', () => {
      it('lets one in, and the next after release', async () => {
        const tries = await Promise.all(Array.from({ length: 5 }, () => tryLock(store, 'l', { ttlMs: 10 })));
        const [first, ...more] = tries.filter((lease) => lease !== undefined);
        expect(more).toEqual([]);
        expect(await first?.release()).toBe(true);
        expect(await tryLock(store, 'l', { ttlMs: 10 })).toBeDefined();
      });

      it('passes on after the time of a holder that never released, with a higher fence', async () => {
        const lost = await tryLock(store, 'l', { ttlMs: 10 });
        now += 10;
        const next = await tryLock(store, 'l', { ttlMs: 10 });
        expect(next?.fence).toBeGreaterThan(lost?.fence ?? Infinity);
        expect(await lost?.renew(10), 'the first holder learns that it lost').toBe(false);
        expect(await lost?.release(), 'and cannot release what another holds').toBe(false);
        expect(await tryLock(store, 'l', { ttlMs: 10 })).toBeUndefined();
      });

      it('is held longer when renewed', async () => {
        const lease = await tryLock(store, 'l', { ttlMs: 10 });
        now += 9;
        expect(await lease?.renew(10)).toBe(true);
        now += 9;
        expect(await tryLock(store, 'l', { ttlMs: 10 })).toBeUndefined();
      });
    });
  });
};
