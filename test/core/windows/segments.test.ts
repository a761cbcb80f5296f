import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amazonBucketMs, maxWindowMs } from '../../../src/core/domain/catalog';
import type { Window } from '../../../src/core/domain/instant';
import type { Points } from '../../../src/core/windows/collect';
import { bucketsIn } from '../../../src/core/windows/plan';
import {
  chainsOf,
  dayAround,
  isOnGrid,
  isSettled,
  offGrid,
  requestsFor,
  segmentKey,
  segmentsOf,
} from '../../../src/core/windows/segments';
import { bucketPeriod, minute, range } from '../../support/core/arbitraries';
import { at } from '../../support/core/queries';

const dayMs = 86_400_000;
const later = at('2040-01-01T00:00:00Z');
const window = (startTime: string, endTime: string): Window => ({ startTime: at(startTime), endTime: at(endTime) });

const expectCut = (windows: readonly Window[], { startTime, endTime }: Window): void => {
  expect([windows[0]?.startTime, windows.at(-1)?.endTime]).toEqual([startTime, endTime]);
  windows.slice(1).forEach((one, index) => expect(one.startTime).toBe(windows[index]?.endTime));
};

describe('segmentsOf', () => {
  it('gives the range by UTC days, its edges as they are', () => {
    const asked = { ...window('2026-08-01T10:45:00Z', '2026-08-03T06:00:00Z'), period: 'PT1H' } as const;
    expect(segmentsOf(asked, later)).toEqual([
      window('2026-08-01T10:45:00Z', '2026-08-02T00:00:00Z'),
      window('2026-08-02T00:00:00Z', '2026-08-03T00:00:00Z'),
      window('2026-08-03T00:00:00Z', '2026-08-03T06:00:00Z'),
    ]);
  });

  it('gives SINGLE by windows, for its number is that of a whole range', () => {
    const week = { ...window('2026-08-01T10:45:00Z', '2026-08-08T10:45:00Z'), period: 'SINGLE' } as const;
    expect(segmentsOf(week, later)).toEqual([window('2026-08-01T10:45:00Z', '2026-08-08T10:45:00Z')]);
  });

  it('covers the past part of the range, in pieces of different names that never cross midnight', () => {
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
  it('tells a whole day from any part of it', () => {
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
  it('is whether all of a piece was older than the lag when it was asked', () => {
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

  it('counts the points that are stamped within a bucket, but for one that the start of the piece cuts', () => {
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

  it('is the day whose points hold those of the piece', () => {
    expect(dayAround(window('2026-08-01T05:00:00Z', '2026-08-01T09:00:00Z'), 'PT1H')).toEqual(day);
    expect(dayAround(day, 'P1D')).toEqual(day);
  });

  it('is none for a piece that cuts a bucket', () => {
    expect(dayAround(window('2026-08-01T05:30:00Z', '2026-08-01T09:00:00Z'), 'PT1H')).toBeUndefined();
    expect(dayAround(window('2026-08-01T05:00:00Z', '2026-08-01T09:30:00Z'), 'PT1H')).toBeUndefined();
    expect(dayAround(window('2026-08-01T00:00:00Z', '2026-08-01T09:00:00Z'), 'P1D')).toBeUndefined();
    expect(dayAround(day, 'SINGLE')).toBeUndefined();
  });
});

describe('chainsOf', () => {
  const chained = (period: 'P1D' | 'PT1H' | 'SINGLE', ...windows: Window[]): number[] =>
    chainsOf(
      windows.map((one) => ({ window: one })),
      period,
    ).map((chain) => chain.length);

  it('joins what meets between buckets, whatever the order', () => {
    const days = [3, 1, 2, 5].map((day) => window(`2026-08-0${day}T00:00:00Z`, `2026-08-0${day + 1}T00:00:00Z`));
    expect(chained('P1D', ...days)).toEqual([3, 1]);
  });

  it('goes on after a whole day, not after the part of it that another question wants', () => {
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

  it('keeps every piece once, and makes one chain of the pieces of a question', () => {
    fc.assert(
      fc.property(range, bucketPeriod, (asked, period) => {
        const segments = segmentsOf({ ...asked, period }, later).map((one) => ({ window: one }));
        expect(chainsOf(segments.toReversed(), period)).toEqual([segments]);
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

  it('gives no window a bucket too many for its page, where both are a week long', () => {
    const week = window('2026-08-01T10:45:00Z', '2026-08-08T10:45:00Z');
    expect(requestsFor(week, 'P1D', 7).map((one) => bucketsIn(one, 'P1D'))).toEqual([7, 1]);
    expect(requestsFor(week, 'P1D', 8)).toEqual([week]);
  });

  it('leaves SINGLE to its weeks', () => {
    expect(requestsFor(window('2026-08-01T00:00:00Z', '2026-08-08T00:00:00Z'), 'SINGLE', 50)).toHaveLength(1);
  });
});
