import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, medianInPlace, scaledMad } from '../../../src/core/analysis/statistics';

it.each<[values: readonly number[], middle: number | undefined]>([
  [[], undefined],
  [[7], 7],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
  [[-5, 2, -1], -1],
])('the median of %j is %j', (values, middle) => {
  expect(median(values)).toBe(middle);
});

it.each<[deviations: readonly number[], mad: number]>([
  [[], 0],
  [[0, 0, 0], 0],
  // Half of them are nearer than 2, half of them further away.
  [[-1, 2, 1000], 2 * 1.4826],
])('the scaled MAD of %j is %d', (deviations, mad) => {
  expect(scaledMad(deviations)).toBe(mad);
});

it('the scaled MAD of normally distributed numbers is their standard deviation', () => {
  // Sums of twelve numbers that are spread evenly, by a linear congruential generator.
  let state = 1;
  const even = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const normal = () => Array.from({ length: 12 }, even).reduce((sum, value) => sum + value, -6);
  expect(scaledMad(Array.from({ length: 20_000 }, normal))).toBeCloseTo(1, 1);
});

it('the median in place is that of the first values, in any order', () => {
  const anyValues = fc.array(
    fc.oneof(fc.nat({ max: 5 }), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(anyValues, (values) => {
      expect(medianInPlace(Float64Array.from([...values, 7, 7]), values.length)).toBe(median(values));
    }),
  );
});
