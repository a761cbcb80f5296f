import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFits, type Day, historyWeeks, type SeasonalFit } from '../../../src/core/analysis/seasonal-fit';
import { plainFit } from '../../support/core/plain-fit';

const noDay: Day = new Map();

/** All that a fit tells of a day. */
const toldBy = ({ levels, usualAt, spreadAt }: SeasonalFit, positions: number) => ({
  levels,
  bands: Array.from({ length: positions }, (_, position) => {
    const usual = usualAt(position);
    return usual === undefined ? 'none' : [usual, spreadAt(position)];
  }),
});

/** Values of many kinds: gaps, days and weeks without any, counts and means, large and small. */
const anyDays = (positions: number) => {
  const value = (isCount: boolean) =>
    fc.oneof(
      { weight: 4, arbitrary: isCount ? fc.nat({ max: 5000 }) : fc.nat({ max: 5000 }).map((part) => part / 4999) },
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    );
  const day = (isCount: boolean) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.array(value(isCount), { minLength: positions, maxLength: positions }) },
      { weight: 1, arbitrary: fc.constant(Array.from({ length: positions }, () => 0)) },
      { weight: 1, arbitrary: fc.constant([]) },
    );
  return fc.boolean().chain((isCount) =>
    fc.record({
      isCount: fc.constant(isCount),
      days: fc.array(day(isCount), { minLength: 50, maxLength: 75 }),
      silence: fc.tuple(fc.nat({ max: 75 }), fc.nat({ max: 30 })),
      // Where clocks go back, an hour that is known the second time only comes after the next.
      isBackwards: fc.boolean(),
    }),
  );
};

it.each([1, 3])('a fit of days with %d positions is that of the plain way, to the last bit', (positions) => {
  fc.assert(
    fc.property(anyDays(positions), ({ isCount, days, silence: [from, length], isBackwards }) => {
      const history = new Map(
        days.map((values, number): [number, Day] => {
          const isSilent = number >= from && number < from + length;
          const known = values.flatMap((value, position): [number, number][] =>
            value === undefined ? [] : [[position, isSilent ? 0 : value]],
          );
          return [number, new Map(isBackwards ? known.toReversed() : known)];
        }),
      );
      const fitBefore = createFits(history, isCount);
      for (let day = 0; day <= days.length; day += 1) {
        const weeks = Array.from({ length: historyWeeks }, (_, back) =>
          Array.from({ length: 7 }, (_, nth) => history.get(day - 7 * (back + 1) + nth) ?? noDay),
        );
        expect(toldBy(fitBefore(day), positions + 1)).toEqual(toldBy(plainFit(weeks, isCount), positions + 1));
      }
    }),
    { numRuns: 40 },
  );
});
