import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amazonBucketMs, maxWindowMs } from '../../../src/core/domain/catalog';
import { formatInstant, type Window } from '../../../src/core/domain/instant';
import type { Points } from '../../../src/core/windows/points';
import {
  afterBucket,
  bucketsIn,
  consecutiveSegments,
  dayAround,
  isOnGrid,
  isSettled,
  offGrid,
  planWindows,
  requestsFor,
  segmentKey,
  segmentsOf,
  splitByPage,
} from '../../../src/core/windows/windows';
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

const window = (startTime: string, endTime: string): Window => ({ startTime: at(startTime), endTime: at(endTime) });

describe('segmentsOf', () => {
  it('returns the range by UTC days, its edges as they are', () => {
    const asked = { ...window('2026-08-01T10:45:00Z', '2026-08-03T06:00:00Z'), period: 'PT1H' } as const;
    expect(segmentsOf(asked, later)).toEqual([
      window('2026-08-01T10:45:00Z', '2026-08-02T00:00:00Z'),
      window('2026-08-02T00:00:00Z', '2026-08-03T00:00:00Z'),
      window('2026-08-03T00:00:00Z', '2026-08-03T06:00:00Z'),
    ]);
  });

  it('returns windows for SINGLE, because its number is that of a whole range', () => {
    const week = { ...window('2026-08-01T10:45:00Z', '2026-08-08T10:45:00Z'), period: 'SINGLE' } as const;
    expect(segmentsOf(week, later)).toEqual([window('2026-08-01T10:45:00Z', '2026-08-08T10:45:00Z')]);
  });

  it('covers the past part of the range, in segments of different names that never cross midnight', () => {
    fc.assert(
      fc.property(range, bucketPeriod, minute, (asked, period, now) => {
        const segments = segmentsOf({ ...asked, period }, now);
        if (now <= asked.startTime) expect(segments).toEqual([]);
        else expectCut(segments, { ...asked, endTime: Math.min(asked.endTime, now) });
        for (const { startTime, endTime } of segments)
          expect(Math.floor(startTime / dayMs)).toBe(Math.floor((endTime - 1) / dayMs));
        expect(new Set(segments.map(segmentKey)).size).toBe(segments.length);
      }),
    );
  });
});

describe('segmentKey', () => {
  it('distinguishes a whole day from any part of it', () => {
    const names = [
      window('2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z'),
      window('2026-08-01T00:00:00Z', '2026-08-01T23:59:00Z'),
      window('2026-08-01T00:01:00Z', '2026-08-02T00:00:00Z'),
      window('2026-08-01T12:00:00Z', '2026-08-02T12:00:00Z'),
      window('2026-08-01T00:00:00Z', '2026-08-08T00:00:00Z'),
    ].map(segmentKey);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['a whole day', '2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z', '20666'],
    ['a day from noon to noon', '2026-08-01T12:00:00Z', '2026-08-02T12:00:00Z', 'tj3ao0-tj55c0'],
    ['half a day', '2026-08-01T12:00:00Z', '2026-08-02T00:00:00Z', 'tj3ao0-tj4800'],
  ])('of %s stays as it is, for stores hold it', (_, startTime, endTime, name) => {
    expect(segmentKey(window(startTime, endTime))).toBe(name);
  });
});

describe('isSettled', () => {
  it('is whether all of a segment was older than the lag when it was requested', () => {
    const day = window('2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z');
    expect(isSettled(day, 'totalSessions', at('2026-08-02T02:00:00Z'))).toBe(true);
    expect(isSettled(day, 'totalSessions', at('2026-08-02T01:59:59Z'))).toBe(false);
    expect(isSettled(day, 'totalEnablements', at('2026-08-02T23:59:59Z'))).toBe(false);
    expect(isSettled(day, 'totalEnablements', at('2026-08-03T00:00:00Z'))).toBe(true);
  });
});

describe('offGrid', () => {
  const stamped = (...isos: string[]): Points => ({ timestamps: isos.map(at), values: isos.map(() => 1) });
  const piece = window('2026-08-01T10:45:00Z', '2026-08-02T00:00:00Z');

  it('counts the points that are stamped within a bucket, but for one that the start of the segment cuts', () => {
    expect(offGrid(stamped('2026-08-01T10:00:00Z', '2026-08-01T11:00:00Z'), piece, 'PT1H')).toBe(0);
    expect(offGrid(stamped('2026-08-01T10:45:00Z', '2026-08-01T11:00:00Z'), piece, 'PT1H')).toBe(0);
    const strays = stamped('2026-08-01T10:45:00Z', '2026-08-01T11:15:00Z', '2026-08-01T12:00:00Z');
    expect(offGrid(strays, piece, 'PT1H')).toBe(1);
    expect(offGrid(strays, piece, 'PT15M')).toBe(0);
    expect(offGrid(strays, piece, 'SINGLE')).toBe(0);
  });

  it('is nothing where all points are on the grid', () => {
    expect(isOnGrid(stamped('2026-08-01T11:00:00Z'), piece, 'PT1H')).toBe(true);
    expect(isOnGrid(stamped('2026-08-01T11:15:00Z'), piece, 'PT1H')).toBe(false);
  });
});

describe('dayAround', () => {
  const day = window('2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z');

  it('is the day whose points hold those of the segment', () => {
    expect(dayAround(window('2026-08-01T05:00:00Z', '2026-08-01T09:00:00Z'), 'PT1H')).toEqual(day);
    expect(dayAround(day, 'P1D')).toEqual(day);
  });

  it('is undefined for a segment that cuts a bucket', () => {
    expect(dayAround(window('2026-08-01T05:30:00Z', '2026-08-01T09:00:00Z'), 'PT1H')).toBeUndefined();
    expect(dayAround(window('2026-08-01T05:00:00Z', '2026-08-01T09:30:00Z'), 'PT1H')).toBeUndefined();
    expect(dayAround(window('2026-08-01T00:00:00Z', '2026-08-01T09:00:00Z'), 'P1D')).toBeUndefined();
    expect(dayAround(day, 'SINGLE')).toBeUndefined();
  });
});

describe('consecutiveSegments', () => {
  const chained = (period: 'P1D' | 'PT1H' | 'SINGLE', ...windows: Window[]): number[] =>
    consecutiveSegments(
      windows.map((one) => ({ window: one })),
      period,
    ).map((chain) => chain.length);

  it('joins what meets between buckets, whatever the order', () => {
    const days = [3, 1, 2, 5].map((day) => window(`2026-08-0${day}T00:00:00Z`, `2026-08-0${day + 1}T00:00:00Z`));
    expect(chained('P1D', ...days)).toEqual([3, 1]);
  });

  it('goes on after a whole day, not after the part of it that another query wants', () => {
    const [part, whole, next] = [
      window('2026-08-01T00:00:00Z', '2026-08-01T12:00:00Z'),
      window('2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z'),
      window('2026-08-02T00:00:00Z', '2026-08-03T00:00:00Z'),
    ];
    for (const order of [
      [part, whole, next],
      [next, whole, part],
    ])
      expect(chained('PT1H', ...order)).toEqual([2, 1]);
  });

  it('leaves apart what meets within a bucket, and SINGLE always', () => {
    const [morning, evening] = [
      window('2026-08-01T00:00:00Z', '2026-08-01T12:00:00Z'),
      window('2026-08-01T12:00:00Z', '2026-08-02T00:00:00Z'),
    ];
    expect(chained('P1D', morning, evening)).toEqual([1, 1]);
    expect(chained('SINGLE', morning, evening)).toEqual([1, 1]);
    expect(chained('PT1H', morning, evening)).toEqual([2]);
  });

  it('keeps every segment once, and makes one range of the segments of a query', () => {
    fc.assert(
      fc.property(range, bucketPeriod, (asked, period) => {
        const segments = segmentsOf({ ...asked, period }, later).map((one) => ({ window: one }));
        expect(consecutiveSegments(segments.toReversed(), period)).toEqual([segments]);
      }),
    );
  });
});

describe('requestsFor', () => {
  it('covers the range in windows of at most a week, and of a page where its size is known', () => {
    fc.assert(
      fc.property(
        range,
        bucketPeriod,
        fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
        (asked, period, size) => {
          const requests = requestsFor(asked, period, size);
          expectCut(requests, asked);
          for (const one of requests) {
            expect(one.endTime - one.startTime).toBeLessThanOrEqual(maxWindowMs);
            expect(one.startTime === asked.startTime || one.startTime % (amazonBucketMs(period) ?? 1) === 0).toBe(true);
            expect(bucketsIn(one, period)).toBeLessThanOrEqual(Math.max(size ?? Infinity, 0));
          }
        },
      ),
    );
  });

  it('gives no window more buckets than fit on its page, even for pages of a week', () => {
    const week = window('2026-08-01T10:45:00Z', '2026-08-08T10:45:00Z');
    expect(requestsFor(week, 'P1D', 7).map((one) => bucketsIn(one, 'P1D'))).toEqual([7, 1]);
    expect(requestsFor(week, 'P1D', 8)).toEqual([week]);
  });

  it('leaves SINGLE to its weeks', () => {
    expect(requestsFor(window('2026-08-01T00:00:00Z', '2026-08-08T00:00:00Z'), 'SINGLE', 50)).toHaveLength(1);
  });
});
