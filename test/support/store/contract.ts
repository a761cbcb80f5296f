import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock } from '../../../src/relay/auth/sessions/renewal-lock';
import type { Store } from '../../../src/relay/store/store';

/** Stores that share what they keep, and a way to let time pass for them. */
export interface Opened {
  readonly stores: readonly [Store, ...Store[]];
  readonly pass: (ms: number) => Promise<void>;
}

/** Stores that tell the time by a clock of the test's own. */
export const byClock = (open: (now: () => number) => Opened['stores']): Opened => {
  let now = 1_000_000;
  return {
    stores: open(() => now),
    pass: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
};

/** Time passes in steps so long that the moments which a test takes do not count, where the clock is not the test's. */
const unit = 60_000;

/** Waits as steps; a wait that has become shorter by moments counts in full. */
const inUnits = (waits: readonly number[]): number[] =>
  waits.map((wait) => Math.ceil(wait / unit)).sort((a, b) => a - b);

/** What every driver owes its callers. */
export const storeContract = (name: string, open: () => Promise<Opened> | Opened): void => {
  describe(`${name} as a store`, () => {
    let store: Store;
    let pass: Opened['pass'];
    let opened: Opened;

    beforeEach(async () => {
      opened = await open();
      [store] = opened.stores;
      pass = opened.pass;
    });
    afterEach(() => Promise.all(opened.stores.map((one) => one.close())));

    it('returns text as it was written', async () => {
      expect(await store.set('a', 'größer 🎈\n')).toBe(true);
      expect(await store.get('a')).toBe('größer 🎈\n');
      expect(await store.get('b')).toBeUndefined();
    });

    it('replaces value and expiry', async () => {
      await store.set('a', 'old', { ttlMs: 10 * unit });
      await store.set('a', 'new');
      await pass(11 * unit);
      expect(await store.get('a')).toBe('new');
    });

    it('forgets at the end of the time to live, not before', async () => {
      await store.set('a', 'x', { ttlMs: 10 * unit });
      await pass(9 * unit);
      expect(await store.get('a')).toBe('x');
      await pass(unit);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.take('a')).toBeUndefined();
      expect(await store.delete('a')).toBe(false);
      expect(await store.list('')).toEqual([]);
    });

    it('writes only where absent when asked to, expired counting as absent', async () => {
      expect(await store.set('a', 'first', { onlyIfAbsent: true, ttlMs: 10 * unit })).toBe(true);
      expect(await store.set('a', 'second', { onlyIfAbsent: true })).toBe(false);
      expect(await store.get('a')).toBe('first');
      await pass(10 * unit);
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
      await store.set('a', 'one', { ttlMs: 10 * unit });
      expect(await store.compareAndSet('a', 'other', 'two')).toBe(false);
      expect(await store.compareAndSet('a', undefined, 'two')).toBe(false);
      expect(await store.compareAndSet('a', 'one', 'two')).toBe(true);
      expect(await store.get('a')).toBe('two');
      await pass(10 * unit);
      expect(await store.get('a'), 'the expiry is kept').toBeUndefined();
      expect(await store.compareAndSet('a', 'two', 'three'), 'expired is absent').toBe(false);
    });

    it('swaps expiry as well when given one', async () => {
      await store.set('a', 'one', { ttlMs: 10 * unit });
      await store.compareAndSet('a', 'one', 'two', { ttlMs: 100 * unit });
      await pass(99 * unit);
      expect(await store.get('a')).toBe('two');
      await pass(unit);
      expect(await store.get('a')).toBeUndefined();
    });

    it('creates from absent and deletes to absent by comparison', async () => {
      expect(await store.compareAndSet('a', undefined, undefined)).toBe(true);
      expect(await store.compareAndSet('a', undefined, 'x', { ttlMs: 10 * unit })).toBe(true);
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

    it('returns whether there was something to delete', async () => {
      await store.set('a', 'x');
      expect(await store.delete('a')).toBe(true);
      expect(await store.delete('a')).toBe(false);
    });

    it('counts from one, loses none of many, and starts afresh after the time to live', async () => {
      const counts = await Promise.all(Array.from({ length: 20 }, () => store.increment('n', { ttlMs: 10 * unit })));
      expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      await pass(9 * unit);
      expect(await store.increment('n', { ttlMs: 10 * unit }), 'later counts do not prolong').toBe(21);
      await pass(unit);
      expect(await store.increment('n', { ttlMs: 10 * unit })).toBe(1);
    });

    it('reads and writes many at once', async () => {
      const entries = Array.from({ length: 3_000 }, (_, i) => ({ key: `k:${i}`, text: `größer ${i}` }));
      await store.setMany(entries);
      expect(await store.getMany(entries.map(({ key }) => key))).toEqual(entries.map(({ text }) => text));
      expect(await store.getMany(['k:2', 'none', 'k:1'])).toEqual(['größer 2', undefined, 'größer 1']);
      expect(await store.getMany([])).toEqual([]);
      await store.setMany([]);
    });

    it('gives each of many its own time to live', async () => {
      await store.set('c', 'old', { ttlMs: unit });
      await store.setMany([
        { key: 'a', text: 'short', ttlMs: unit },
        { key: 'b', text: 'long', ttlMs: 2 * unit },
        { key: 'c', text: 'for ever' },
      ]);
      await pass(unit);
      expect(await store.getMany(['a', 'b', 'c'])).toEqual([undefined, 'long', 'for ever']);
    });

    it('writes of many only those whose guard holds', async () => {
      await store.set('is', 'new');
      await store.setMany([
        { key: 'a', text: '1', guard: { key: 'is', text: 'new' } },
        { key: 'b', text: '2', guard: { key: 'is', text: 'old' } },
        { key: 'c', text: '3', ttlMs: unit, guard: { key: 'is not', text: undefined } },
        { key: 'd', text: '4', guard: { key: 'is not', text: '' } },
        { key: 'e', text: '5', guard: { key: 'is', text: undefined } },
        { key: 'f', text: '6' },
      ]);
      expect(await store.getMany(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual([
        '1',
        undefined,
        '3',
        undefined,
        undefined,
        '6',
      ]);
      await pass(unit);
      expect(await store.get('c')).toBeUndefined();
    });

    it('gives each caller a slot of its own, one interval apart', async () => {
      const waits = await Promise.all(Array.from({ length: 20 }, () => store.reserve('line', unit)));
      expect(inUnits(waits)).toEqual(Array.from({ length: 20 }, (_, i) => i));
      await pass(18 * unit);
      expect(inUnits([await store.reserve('line', unit)])).toEqual([2]);
    });

    it('keeps no place for those who did not come', async () => {
      await store.reserve('line', unit);
      await pass(5 * unit);
      expect(await store.reserve('line', unit)).toBe(0);
      expect(inUnits([await store.reserve('line', unit)])).toEqual([1]);
    });

    it('does not round intervals of a part of a millisecond', async () => {
      await store.postpone('line', unit);
      const waits = await Promise.all(Array.from({ length: 401 }, () => store.reserve('line', 0.25)));
      expect(Math.max(...waits)).toBeLessThanOrEqual(unit + 100);
      expect(await store.list('')).toEqual(['line']);
    });

    it('puts a line off, never forward', async () => {
      await store.postpone('line', 3 * unit);
      expect(inUnits([await store.reserve('line', unit)])).toEqual([3]);
      await store.postpone('line', unit);
      expect(inUnits([await store.reserve('line', unit)])).toEqual([4]);
      await pass(6 * unit);
      expect(await store.reserve('line', unit)).toBe(0);
      await store.postpone('line', 3 * unit);
      expect(inUnits([await store.reserve('line', unit)])).toEqual([3]);
    });

    it('lists and deletes a family by its prefix, and nothing beside it', async () => {
      for (const key of ['p:1:b', 'p:1:a', 'p:10:a', 'p:2:a', 'q']) await store.set(key, key);
      await store.set('p:1:gone', 'x', { ttlMs: unit });
      await pass(unit);
      expect(await store.list('p:1:')).toEqual(['p:1:a', 'p:1:b']);
      expect(await store.deletePrefix('p:1:')).toBe(2);
      expect(await store.list('')).toEqual(['p:10:a', 'p:2:a', 'q']);
    });

    it('takes a prefix literally', async () => {
      for (const key of ['a%b', 'axb', 'a_b', 'A%b']) await store.set(key, key);
      expect(await store.list('a%')).toEqual(['a%b']);
      expect(await store.list('a_')).toEqual(['a_b']);
    });

    it('trims what expires first, of one prefix only', async () => {
      await store.set('p:late', 'x', { ttlMs: 90 * unit });
      await store.set('p:soon', 'x', { ttlMs: 50 * unit });
      await store.set('p:never', 'x');
      await store.set('q:soon', 'x', { ttlMs: 50 * unit });
      expect(await store.trim('p:', 3)).toBe(3);
      expect(await store.trim('p:', 2)).toBe(2);
      expect(await store.list('')).toEqual(['p:late', 'p:never', 'q:soon']);
      expect(await store.trim('p:', 1)).toBe(1);
      expect(await store.list('')).toEqual(['p:never', 'q:soon']);
    });

    it('sweeps what has expired and leaves the rest', async () => {
      await store.set('a', 'x', { ttlMs: unit });
      await store.set('b', 'x', { ttlMs: 100 * unit });
      await store.set('c', 'x');
      await pass(unit);
      await store.sweep();
      expect(await store.sweep()).toBe(0);
      expect(await store.list('')).toEqual(['b', 'c']);
    });

    it('can be reached', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    describe('with a lock', () => {
      it('lets one in, and the next after release', async () => {
        const tries = await Promise.all(Array.from({ length: 5 }, () => tryLock(store, 'l', { ttlMs: 10 * unit })));
        const [first, ...more] = tries.filter((lease) => lease !== undefined);
        expect(more).toEqual([]);
        expect(await first?.release()).toBe(true);
        expect(await tryLock(store, 'l', { ttlMs: 10 * unit })).toBeDefined();
      });

      it('passes on after the time of a holder that never released', async () => {
        const lost = await tryLock(store, 'l', { ttlMs: 10 * unit });
        await pass(10 * unit);
        const next = await tryLock(store, 'l', { ttlMs: 10 * unit });
        expect(next).toBeDefined();
        expect(await lost?.renew(10 * unit), 'the first holder learns that it lost').toBe(false);
        expect(await lost?.release(), 'and cannot release what another holds').toBe(false);
        expect(await tryLock(store, 'l', { ttlMs: 10 * unit })).toBeUndefined();
      });

      it('is held longer when renewed', async () => {
        const lease = await tryLock(store, 'l', { ttlMs: 10 * unit });
        await pass(9 * unit);
        expect(await lease?.renew(10 * unit)).toBe(true);
        await pass(9 * unit);
        expect(await tryLock(store, 'l', { ttlMs: 10 * unit })).toBeUndefined();
      });
    });
  });
};

/** What drivers owe that delete what has expired themselves, in the event loop of all other requests. */
export const sweepContract = (name: string, open: () => Opened): void => {
  it(`${name} lets others have their turn while it deletes much`, async () => {
    const {
      stores: [store],
      pass,
    } = open();
    await store.setMany(Array.from({ length: 5_000 }, (_, i) => ({ key: `old:${i}`, text: 'x', ttlMs: unit })));
    await store.setMany(Array.from({ length: 5_000 }, (_, i) => ({ key: `new:${i}`, text: 'x', ttlMs: 9 * unit })));
    await pass(unit);
    const turnsDuring = async (work: Promise<number>): Promise<[number, number]> => {
      let turns = 0;
      let waiting = setImmediate(function turn() {
        turns += 1;
        waiting = setImmediate(turn);
      });
      const gone = await work;
      clearImmediate(waiting);
      return [gone, turns];
    };
    const [swept, turns] = await turnsDuring(store.sweep());
    expect(swept).toBe(5_000);
    expect(turns).toBeGreaterThanOrEqual(9);
    const closing = store.deletePrefix('new:');
    await store.close();
    await closing;
  });
};

/** What drivers owe to relays that share a store: two of them race. */
export const sharedStoreContract = (name: string, open: () => Promise<Opened> | Opened): void => {
  describe(`${name} shared by relays`, () => {
    let stores: Opened['stores'];
    /** Twenty calls at once, by turns of the relays. */
    const race = <T>(call: (store: Store, index: number) => Promise<T>): Promise<T[]> =>
      Promise.all(Array.from({ length: 20 }, (_, index) => call(stores[index % stores.length] ?? stores[0], index)));

    beforeEach(async () => {
      ({ stores } = await open());
    });
    afterEach(() => Promise.all(stores.map((store) => store.close())));

    it('shows one what another wrote', async () => {
      expect(stores.length).toBeGreaterThan(1);
      await stores[0].set('a', 'x');
      expect(await race((store) => store.get('a'))).toEqual(Array(20).fill('x'));
    });

    it('lets exactly one take', async () => {
      await stores[0].set('a', 'x');
      const taken = await race((store) => store.take('a'));
      expect(taken.filter((one) => one !== undefined)).toEqual(['x']);
    });

    it('lets exactly one swap', async () => {
      await stores[0].set('a', '0');
      const won = await race((store, index) => store.compareAndSet('a', '0', `w${index}`));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await stores[0].get('a')).toBe(`w${won.indexOf(true)}`);
    });

    it('lets exactly one lock', async () => {
      const leases = await race((store) => tryLock(store, 'l', { ttlMs: unit }));
      expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('loses no count', async () => {
      const counts = await race((store) => store.increment('n'));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    });

    it('gives no slot twice', async () => {
      const waits = await race((store) => store.reserve('line', unit));
      expect(inUnits(waits)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    });
  });
};
