import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributionsOf, type NameValues } from '../../../src/core/analysis/contributions';

const value = (name: string, before: number | undefined, after: number | undefined): NameValues => ({
  name,
  before,
  after,
});

/** Names with change and share in percent, as `en-US +60 150%`. */
const told = (...asked: Parameters<typeof contributionsOf>): readonly string[] => {
  const { names, others } = contributionsOf(...asked);
  const rest = others === undefined ? [] : [{ name: `${others.count} others`, ...others }];
  return [...names, ...rest].map(({ name, change, share, ...more }) =>
    [
      name,
      change > 0 ? `+${change}` : change,
      share === undefined ? '–' : `${Math.round(share * 100)}%`,
      ...('isNewOrGone' in more ? [more.isNewOrGone] : []),
    ].join(' '),
  );
};

describe('contributionsOf', () => {
  it('lists the largest change first, whether up or down, with its share of the total change', () => {
    // 150 becomes 190, so 40 are 100 %.
    expect(told([value('de-DE', 50, 30), value('en-US', 100, 160)])).toEqual(['en-US +60 150%', 'de-DE -20 -50%']);
  });

  it('has positive shares for what goes the way of the total, also downwards', () => {
    // 200 becomes 100.
    expect(told([value('a', 150, 40), value('b', 50, 60)])).toEqual(['a -110 110%', 'b +10 -10%']);
  });

  it('returns no shares of a total that did not change', () => {
    expect(told([value('a', 10, 15), value('b', 15, 10)])).toEqual(['a +5 –', 'b -5 –']);
  });

  it('names what is new and what is gone, whether Amazon returns 0 or nothing', () => {
    expect(
      told([
        value('gone', 8, undefined),
        value('gone, too', 7, 0),
        value('new', undefined, 20),
        value('new, too', 0, 15),
        value('never', undefined, 0),
      ]),
    ).toEqual([
      'new +20 100% new',
      'new, too +15 75% new',
      'gone -8 -40% gone',
      'gone, too -7 -35% gone',
      'never 0 0%',
    ]);
  });

  it('orders equal changes by name', () => {
    expect(told([value('b', 0, 1), value('c', 1, 0), value('a', 1, 2)])).toEqual([
      'a +1 100%',
      'b +1 100% new',
      'c -1 -100% gone',
    ]);
  });

  it('puts the names beyond the limit together', () => {
    const values = [value('a', 10, 60), value('b', 10, 40), value('c', 10, 20), value('d', 10, 20)];
    expect(told(values, { limit: 2 })).toEqual(['a +50 50%', 'b +30 30%', '2 others +20 20%']);
    expect(told(values, { limit: 9 })).toHaveLength(4);
  });

  it('counts as others what belongs to no name', () => {
    const total = { before: 100, after: 150 };
    expect(told([value('a', 60, 90)], { total })).toEqual(['a +30 60%', '0 others +20 40%']);
    expect(told([value('a', 100, 150)], { total })).toEqual(['a +50 100%']);
    // The rest is as large as before, but it is there.
    expect(told([value('a', 60, 110)], { total })).toEqual(['a +50 100%', '0 others 0 0%']);
  });

  it('is empty for no values', () => {
    expect(contributionsOf([])).toEqual({ total: { before: 0, after: 0, change: 0 }, names: [] });
  });

  it('adds up exactly: values, changes, and shares', () => {
    const anyCount = fc.option(fc.nat({ max: 1_000_000_000 }), { nil: undefined });
    const anyValues = fc
      .array(fc.tuple(anyCount, anyCount))
      .map((list) => list.map(([before, after], at) => value(`name ${at}`, before, after)));
    const anyTotal = fc.option(fc.record({ before: fc.nat(), after: fc.nat() }), { nil: undefined });
    fc.assert(
      fc.property(anyValues, fc.option(fc.nat({ max: 12 }), { nil: undefined }), anyTotal, (values, limit, given) => {
        const { total, names, others } = contributionsOf(values, {
          ...(limit === undefined ? {} : { limit }),
          ...(given === undefined ? {} : { total: given }),
        });
        const parts = [...names, ...(others === undefined ? [] : [others])];
        for (const key of ['before', 'after', 'change'] as const)
          expect(parts.reduce((sum, part) => sum + part[key], 0)).toBe(total[key]);
        const shares = parts.reduce((sum, { share }) => sum + (share ?? 0), 0);
        if (total.change !== 0) expect(shares).toBeCloseTo(1, 6);
        expect(names.length + (others?.count ?? 0)).toBe(values.length);
      }),
    );
  });
});
