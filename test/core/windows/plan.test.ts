import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amazonBucketMs, maxWindowMs } from '../../../src/core/domain/catalog';
import { formatInstant, type Window } from '../../../src/core/domain/instant';
import { afterBucket, bucketsIn, planWindows, splitByPage } from '../../../src/core/windows/plan';
import { amazonPeriod, bucketPeriod, minute, range } from '../../support/core/arbitraries';
import { at } from '../../support/core/queries';

const dayMs = 86_400_000;
const later = at('2040-01-01T00:00:00Z');
const shown = (windows: readonly Window[]): string[] =>
  windows.map(({ startTime, endTime }) => `${formatInstant(startTime)} ${formatInstant(endTime)}`);
const edgesOf = (windows: readonly Window[]): number[] => windows.slice(1).map(({ startTime }) => startTime);

/** That the windows are the range, cut: no overlap, no hole, no empty window. */
const expectCut = (windows: readonly Window[], { startTime, endTime }: Window): void => {
  expect(windows[0]?.startTime).toBe(startTime);
  expect(windows.at(-1)?.endTime).toBe(endTime);
  for (const [index, window] of windows.entries()) {
    expect(window.endTime).toBeGreaterThan(window.startTime);
    expect(windows[index + 1]?.startTime ?? endTime).toBe(window.endTime);
  }
};

describe('planWindows', () => {
  const plan = (startTime: string, endTime: string, p: 'P1D' | 'PT1H' | 'PT15M' | 'SINGLE', now = later): string[] =>
    shown(planWindows({ startTime: at(startTime), endTime: at(endTime), period: p }, now));

  it('leaves exactly a week whole', () => {
    expect(plan('2019-10-07T10:45:00Z', '2019-10-14T10:45:00Z', 'P1D')).toEqual([
      '2019-10-07T10:45:00Z 2019-10-14T10:45:00Z',
    ]);
  });

  it('cuts a longer range on UTC midnights, and keeps its exact ends', () => {
    expect(plan('2019-10-07T10:45:00Z', '2019-10-21T10:45:00Z', 'P1D')).toEqual([
      '2019-10-07T10:45:00Z 2019-10-14T00:00:00Z',
      '2019-10-14T00:00:00Z 2019-10-21T00:00:00Z',
      '2019-10-21T00:00:00Z 2019-10-21T10:45:00Z',
    ]);
  });

  it('cuts hours on hours, quarters on quarters and SINGLE on midnights', () => {
    expect(plan('2019-10-07T10:50:00Z', '2019-10-15T10:50:00Z', 'PT1H')[0]).toBe(
      '2019-10-07T10:50:00Z 2019-10-14T10:00:00Z',
    );
    expect(plan('2019-10-07T10:50:00Z', '2019-10-15T10:50:00Z', 'PT15M')[0]).toBe(
      '2019-10-07T10:50:00Z 2019-10-14T10:45:00Z',
    );
    expect(plan('2019-10-07T10:50:00Z', '2019-10-15T10:50:00Z', 'SINGLE')[0]).toBe(
      '2019-10-07T10:50:00Z 2019-10-14T00:00:00Z',
    );
  });

  it('asks 90 days of quarter hours in 13 windows', () => {
    expect(plan('2026-08-01T00:00:00Z', '2026-10-30T00:00:00Z', 'PT15M')).toHaveLength(13);
  });

  it('does not ask what lies in the future', () => {
    const now = at('2019-10-08T09:30:00Z');
    expect(plan('2019-10-07T10:45:00Z', '2019-12-01T00:00:00Z', 'P1D', now)).toEqual([
      '2019-10-07T10:45:00Z 2019-10-08T09:30:00Z',
    ]);
    expect(plan('2019-10-09T00:00:00Z', '2019-12-01T00:00:00Z', 'P1D', now)).toEqual([]);
  });

  it('covers the range exactly, in windows of at most a week that meet on UTC edges of buckets', () => {
    fc.assert(
      fc.property(range, amazonPeriod, (asked, p) => {
        const windows = planWindows({ ...asked, period: p }, later);
        expectCut(windows, asked);
        for (const { startTime, endTime } of windows) expect(endTime - startTime).toBeLessThanOrEqual(maxWindowMs);
        for (const edge of edgesOf(windows)) expect(edge % (amazonBucketMs(p) ?? dayMs)).toBe(0);
      }),
    );
  });

  it('needs no more windows than must be', () => {
    // The least number that any cutting on edges can do with, by looking at all edges that each window can reach.
    const least = ({ startTime, endTime }: Window, step: number): number => {
      for (let count = 1, reached = startTime; ; count += 1) {
        if (endTime - reached <= maxWindowMs) return count;
        const edges = Array.from(
          { length: maxWindowMs / step + 1 },
          (_, index) => (Math.ceil(reached / step) + index) * step,
        );
        reached = Math.max(...edges.filter((edge) => edge > reached && edge - reached <= maxWindowMs));
      }
    };
    fc.assert(
      fc.property(range, fc.constantFrom('P1D' as const, 'PT1H' as const, 'SINGLE' as const), (asked, p) => {
        expect(planWindows({ ...asked, period: p }, later)).toHaveLength(least(asked, amazonBucketMs(p) ?? dayMs));
      }),
    );
  });

  it('asks up to now what it would ask of a range that ends now', () => {
    fc.assert(
      fc.property(range, minute, amazonPeriod, (asked, now, p) => {
        const cut = planWindows({ ...asked, period: p }, now);
        const past = { ...asked, endTime: Math.min(asked.endTime, now) };
        expect(cut).toEqual(planWindows({ ...past, period: p }, later));
      }),
    );
  });
});

describe('splitByPage', () => {
  it('cuts into parts of at most a page each, on edges, and as few as can be', () => {
    fc.assert(
      fc.property(range, bucketPeriod, fc.integer({ min: 1, max: 700 }), (window, p, pageSize) => {
        const short = { ...window, endTime: Math.min(window.endTime, window.startTime + maxWindowMs) };
        const parts = splitByPage(short, p, pageSize);
        expectCut(parts, short);
        for (const part of parts) expect(bucketsIn(part, p)).toBeLessThanOrEqual(pageSize);
        for (const edge of edgesOf(parts)) expect(edge % (amazonBucketMs(p) ?? 1)).toBe(0);
        expect(parts).toHaveLength(Math.ceil(bucketsIn(short, p) / pageSize));
      }),
    );
  });

  it('leaves SINGLE whole', () => {
    const window = { startTime: 0, endTime: maxWindowMs };
    expect(splitByPage(window, 'SINGLE', 1)).toEqual([window]);
  });
});

describe('afterBucket', () => {
  const window = { startTime: at('2019-10-07T10:45:00Z'), endTime: at('2019-10-09T10:45:00Z') };

  it('is the rest of the window, from the next bucket on', () => {
    expect(afterBucket(window, at('2019-10-07T00:00:00Z'), 'P1D')).toEqual({
      ...window,
      startTime: at('2019-10-08T00:00:00Z'),
    });
    expect(afterBucket(window, at('2019-10-07T10:45:00Z'), 'P1D')).toEqual({
      ...window,
      startTime: at('2019-10-08T00:00:00Z'),
    });
  });

  it('is nothing behind the last bucket', () => {
    expect(afterBucket(window, at('2019-10-09T00:00:00Z'), 'P1D')).toBeUndefined();
    expect(
      afterBucket({ ...window, endTime: at('2019-10-09T00:00:00Z') }, at('2019-10-08T00:00:00Z'), 'P1D'),
    ).toBeUndefined();
    expect(afterBucket(window, window.startTime, 'SINGLE')).toBeUndefined();
  });

  it('leaves as many buckets as the window has without those up to it', () => {
    fc.assert(
      fc.property(range, bucketPeriod, fc.nat(), (whole, p, pick) => {
        const step = amazonBucketMs(p) ?? 1;
        const index = pick % bucketsIn(whole, p);
        const rest = afterBucket(whole, (Math.floor(whole.startTime / step) + index) * step, p);
        expect(rest === undefined ? 0 : bucketsIn(rest, p)).toBe(bucketsIn(whole, p) - index - 1);
      }),
    );
  });
});
