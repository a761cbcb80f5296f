import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascends } from '../../../src/core/domain/instant';
import type { Points } from '../../../src/core/windows/collect';
import { mergePoints, seriesOf } from '../../../src/core/windows/merge';
import { points } from '../../support/core/arbitraries';
import { at } from '../../support/core/queries';

const none: Points = { timestamps: [], values: [] };

describe('mergePoints', () => {
  it('sorts, and counts a point that came twice once', () => {
    expect(
      mergePoints([
        { timestamps: [3000, 1000], values: [3, 1] },
        { timestamps: [2000, 3000], values: [2, 3] },
      ]),
    ).toEqual({ timestamps: [1000, 2000, 3000], values: [1, 2, 3] });
  });

  it('refuses a point that came with two values', () => {
    const twice = [
      { timestamps: [at('2019-10-07T00:00:00Z')], values: [1] },
      { timestamps: [at('2019-10-07T00:00:00Z')], values: [2] },
    ];
    expect(() => mergePoints(twice)).toThrow(
      "bad_answer: Amazon's answer is invalid: it gives 2019-10-07T00:00:00Z both 1 and 2.",
    );
  });

  it('knows nothing of nothing', () => {
    expect(mergePoints([])).toEqual(none);
    expect(mergePoints([none, none])).toEqual(none);
  });

  it('gives the same series whatever the order of parts and points, and however often a part comes', () => {
    const cut = fc.tuple(points, fc.array(fc.nat(4), { minLength: 60, maxLength: 60 }), fc.array(fc.nat(4)), fc.nat());
    fc.assert(
      fc.property(cut, ([all, part, again, turn]) => {
        const parts = Array.from({ length: 5 }, (_, own): Points => {
          const mine = all.timestamps.flatMap((timestamp, index) =>
            part[index] === own ? [{ timestamp, index }] : [],
          );
          return {
            timestamps: mine.map(({ timestamp }) => timestamp),
            values: mine.map(({ index }) => all.values[index] ?? Number.NaN),
          };
        });
        const repeated = [...parts, ...again.flatMap((index) => parts[index] ?? [])];
        const turned = [...repeated.slice(turn % repeated.length), ...repeated.slice(0, turn % repeated.length)];
        const merged = mergePoints([all]);
        expect(mergePoints(turned)).toEqual(merged);
        expect(mergePoints([merged, merged])).toEqual(merged);
        expect(ascends(merged.timestamps)).toBe(true);
        expect(new Set(merged.timestamps)).toEqual(new Set(all.timestamps));
      }),
    );
  });
});

describe('seriesOf', () => {
  const startTime = at('2026-08-01T10:45:00Z');
  const one = (iso: string, value: number): Points => ({ timestamps: [at(iso)], values: [value] });

  it('adds up the weeks of a SINGLE answer, stamped with the start of what was asked', () => {
    const weeks = [one('2026-08-01T00:00:00Z', 10), none, one('2026-08-15T00:00:00Z', 32)];
    expect(seriesOf({ metric: 'totalSessions', period: 'SINGLE', startTime }, weeks)).toEqual({
      timestamps: [startTime],
      values: [42],
    });
  });

  it('never adds what does not add up', () => {
    const weeks = [one('2026-08-01T00:00:00Z', 10), one('2026-08-08T00:00:00Z', 32)];
    expect(() => seriesOf({ metric: 'uniqueCustomers', period: 'SINGLE', startTime }, weeks)).toThrow(
      'uniqueCustomers of several weeks cannot be added up',
    );
    expect(seriesOf({ metric: 'uniqueCustomers', period: 'SINGLE', startTime }, weeks.slice(0, 1)).values).toEqual([
      10,
    ]);
  });

  it('is empty where no week has a value, rather than 0', () => {
    expect(seriesOf({ metric: 'totalSessions', period: 'SINGLE', startTime }, [none, none])).toEqual(none);
  });

  it('refuses a SINGLE answer of several points', () => {
    const two = { timestamps: [startTime, startTime + 60_000], values: [1, 2] };
    expect(() => seriesOf({ metric: 'totalSessions', period: 'SINGLE', startTime }, [two])).toThrow(
      'it holds 2 points where one was asked',
    );
  });

  it('joins the windows of every other period', () => {
    const windows = [one('2026-08-08T00:00:00Z', 2), one('2026-08-01T00:00:00Z', 1)];
    expect(seriesOf({ metric: 'uniqueCustomers', period: 'P1D', startTime }, windows).values).toEqual([1, 2]);
  });
});
