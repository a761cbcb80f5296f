import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Batcher } from '../../../../src/relay/queries/fetching/in-flight';

const patience = { quietMs: 20, burstMs: 80, longestMs: 2_000 };

describe('a gathering', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const gather = () => {
    const handed: { after: number; items: readonly string[] }[] = [];
    const from = Date.now();
    const batcher = new Batcher<string>(patience, Date.now, (items) => {
      handed.push({ after: Date.now() - from, items });
    });
    return { batcher, handed };
  };

  it('hands over what came, after a short quiet', () => {
    const { batcher, handed } = gather();
    batcher.add('a', {});
    vi.advanceTimersByTime(19);
    expect(handed).toEqual([]);
    vi.advanceTimersByTime(2_000);
    expect(handed).toEqual([{ after: 20, items: ['a'] }]);
  });

  it('does not take the items of one query for a burst', () => {
    const { batcher, handed } = gather();
    const query = {};
    for (const item of ['a', 'b', 'c']) {
      batcher.add(item, query);
      vi.advanceTimersByTime(2);
    }
    vi.advanceTimersByTime(2_000);
    expect(handed).toEqual([{ after: 24, items: ['a', 'b', 'c'] }]);
  });

  it('waits longer where more comes after a moment', () => {
    const { batcher, handed } = gather();
    for (const [item, ms] of [
      ['a', 10],
      ['b', 70],
      ['c', 2_000],
    ] as const) {
      batcher.add(item, {});
      vi.advanceTimersByTime(ms);
    }
    expect(handed).toEqual([{ after: 160, items: ['a', 'b', 'c'] }]);
  });

  it('does not wait for ever', () => {
    const { batcher, handed } = gather();
    for (let i = 0; i < 400; i += 1) {
      batcher.add(String(i), {});
      vi.advanceTimersByTime(10);
    }
    expect(handed[0]?.after).toBeLessThanOrEqual(2_000);
    vi.advanceTimersByTime(80);
    expect(handed.flatMap(({ items }) => items)).toEqual(Array.from({ length: 400 }, (_, i) => String(i)));
  });

  it('begins again after a batch', () => {
    const { batcher, handed } = gather();
    batcher.add('a', {});
    vi.advanceTimersByTime(20);
    batcher.add('b', {});
    vi.advanceTimersByTime(20);
    expect(handed.map(({ items }) => items)).toEqual([['a'], ['b']]);
  });
});
