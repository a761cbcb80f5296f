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

/**
 * Puts the value at a place where it would be if the first values of an array were sorted. None before it is larger, and
 * none behind it is smaller.
 *
 * @see https://en.wikipedia.org/wiki/Quickselect
 */
const select = (values: Float64Array, count: number, place: number): void => {
  const at = (index: number): number => values[index] ?? 0;
  for (let [first, last] = [0, count - 1]; first < last;) {
    const pivot = at(place);
    let [left, right] = [first, last];
    while (left <= right) {
      while (at(left) < pivot) left += 1;
      while (at(right) > pivot) right -= 1;
      if (left > right) break;
      const swapped = at(left);
      values[left] = at(right);
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (right < place) first = left;
    if (place < left) last = right;
  }
};

/** The median of the first values of an array, whose order it changes; 0 if there are none. Faster than `median`. */
export const medianInPlace = (values: Float64Array, count: number): number => {
  if (count === 0) return 0;
  const half = Math.floor(count / 2);
  select(values, count, half);
  const upper = values[half] ?? 0;
  if (count % 2 === 1) return upper;
  let lower = -Infinity;
  for (let index = 0; index < half; index += 1) lower = Math.max(lower, values[index] ?? 0);
  return (lower + upper) / 2;
};

/** Makes the median absolute deviation of normally distributed numbers equal their standard deviation. */
const madScale = 1.4826;

/** The standard deviation of normally distributed numbers with a median absolute deviation. */
export const scaleMad = (mad: number): number => madScale * mad;

/**
 * The scaled median absolute deviation (MAD): the median distance from a center, as a robust standard deviation. It is 0
 * if there are no deviations.
 *
 * @param deviations distances from the center, of either sign
 * @see https://en.wikipedia.org/wiki/Median_absolute_deviation
 */
export const scaledMad = (deviations: readonly number[]): number => scaleMad(median(deviations.map(Math.abs)) ?? 0);
