/** Robust statistics: up to half of the values may be far off without moving the result far. */

/** The middle of some numbers, or the mean of the two in the middle; `undefined` if there are none. */
export const median = (values: readonly number[]): number | undefined => {
  // Typed arrays sort numbers several times as fast.
  const sorted = Float64Array.from(values).sort();
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  const lower = sorted.length % 2 === 0 ? sorted[half - 1] : upper;
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
};

/** Makes the median absolute deviation of normally distributed numbers equal their standard deviation. */
const madScale = 1.4826;

/**
 * The scaled median absolute deviation (MAD): the median distance from a center, as a robust standard deviation. It is 0
 * if there are no deviations.
 *
 * @param deviations distances from the center, of either sign
 * @see https://en.wikipedia.org/wiki/Median_absolute_deviation
 */
export const scaledMad = (deviations: readonly number[]): number => madScale * (median(deviations.map(Math.abs)) ?? 0);
