import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { EventLoop } from '../../../src/relay/lib/event-loop';

/** A clock that stands still unless the test moves it. */
const stillClock = () => {
  const clock = { now: 0 };
  return { clock, turns: new EventLoop(() => clock.now) };
};

describe('a turn of the event loop', () => {
  it('has time for work, and is spent after a millisecond of it, until the next', async () => {
    const { clock, turns } = stillClock();
    expect(turns.isSpent).toBe(false);
    clock.now = 0.9;
    expect(turns.isSpent).toBe(false);
    clock.now = 1;
    expect(turns.isSpent).toBe(true);
    await setImmediate();
    expect(turns.isSpent).toBe(false);
  });

  it('is shared: many short parts spend it as one long one does', () => {
    const { clock, turns } = stillClock();
    const begun = [1, 2, 3, 4, 5].filter(() => {
      if (turns.isSpent) return false;
      clock.now += 0.4;
      return true;
    });
    expect(begun).toEqual([1, 2, 3]);
  });

  it('goes to those who wait in the order of their coming, as long as it has time', async () => {
    const { clock, turns } = stillClock();
    const order: string[] = [];
    const rest = async (name: string): Promise<void> => {
      await turns.rest();
      clock.now += 0.6;
      order.push(name);
    };
    const work = Promise.all(['a', 'b', 'c', 'd'].map(rest));
    const turnsTaken: string[] = [];
    while (order.length < 4) {
      const before = order.length;
      await setImmediate();
      turnsTaken.push(order.slice(before).join(''));
    }
    await work;
    expect(order).toEqual(['a', 'b', 'c', 'd']);
    expect(Math.max(...turnsTaken.map((names) => names.length))).toBe(2);
  });

  it('lets others of the process come between two of those who rest again', async () => {
    const { clock, turns } = stillClock();
    const order: string[] = [];
    const rest = async (name: string): Promise<void> => {
      await turns.rest();
      clock.now += 1;
      order.push(name);
      await turns.rest();
      clock.now += 1;
      order.push(name);
    };
    const work = Promise.all([rest('a'), rest('b')]);
    for (let turn = 0; turn < 3; turn += 1) {
      await setImmediate();
      order.push('-');
    }
    await work;
    expect(order.filter((name) => name !== '-')).toEqual(['a', 'b', 'a', 'b']);
    expect(order.slice(0, 4).filter((name) => name === '-').length).toBeGreaterThan(0);
  });
});

describe('work over many turns', () => {
  it('returns all results in order', async () => {
    expect(await new EventLoop().all([3, 1, 2], (count) => Promise.resolve(count * 2))).toEqual([6, 2, 4]);
  });

  it('ends with the first failure, and begins nothing after it', async () => {
    const begun: number[] = [];
    const items = Array.from({ length: 1_000 }, (_, index) => index);
    const work = new EventLoop().all(items, async (item) => {
      begun.push(item);
      const until = performance.now() + 2;
      while (performance.now() < until);
      await setImmediate();
      throw new Error(`failed ${item}`);
    });
    await expect(work).rejects.toThrow('failed 0');
    expect(begun.length).toBeLessThan(items.length);
  });
});
