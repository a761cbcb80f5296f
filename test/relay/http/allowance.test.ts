import { describe, expect, it } from 'vitest';
import { Allowance } from '../../../src/relay/http/inbound-limits';

describe('an allowance', () => {
  it("allows a minute's worth at once, then as it comes back, to each on its own", () => {
    let now = 0;
    const allowance = new Allowance({ perMinute: 30, now: () => now });
    const taken = (key: string): number[] => Array.from({ length: 31 }, () => allowance.take(key));
    expect(taken('a')).toEqual([...Array<number>(30).fill(0), 2_000]);
    expect(taken('b')[29]).toBe(0);
    now += 1_500;
    expect(allowance.take('a')).toBe(500);
    now += 500;
    expect([allowance.take('a'), allowance.take('a')]).toEqual([0, 2_000]);
    now += 60_000;
    expect(taken('a')).toEqual([...Array<number>(30).fill(0), 2_000]);
  });

  it('allows any number without a limit, and exactly an odd number', () => {
    const open = new Allowance({ perMinute: 0, now: () => 0 });
    expect(Array.from({ length: 1_000 }, () => open.take('a')).every((wait) => wait === 0)).toBe(true);
    const odd = new Allowance({ perMinute: 7, now: () => 0 });
    expect(Array.from({ length: 8 }, () => odd.take('a') === 0).filter(Boolean)).toHaveLength(7);
  });

  it('remembers a number of addresses, the latest, in a flood of them', () => {
    const allowance = new Allowance({ perMinute: 1, now: () => 0, mostKeys: 100 });
    allowance.take('mine');
    for (let i = 0; i < 10_000; i += 1) {
      allowance.take(String(i));
      if (i % 50 === 0) expect(allowance.take('mine')).toBeGreaterThan(0);
    }
    expect(allowance.take('0')).toBe(0);
  });
});
