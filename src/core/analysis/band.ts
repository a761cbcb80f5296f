/** The range in which a value is nothing unusual. */
import { fewestValues, type SeasonalFit } from './seasonal-fit';
import { median, scaledMad } from './statistics';

/** The range in which a value is nothing unusual. */
export interface Band {
  readonly expected: number;
  /** At least 0. */
  readonly low: number;
  readonly high: number;
}

/** How a band is drawn around what is expected. */
export interface Tolerance {
  /** Half of its width, in standard deviations. */
  readonly deviations: number;
  /** Whether values are counts, which vary by chance like those of independent events. Others may be exact. */
  readonly isCount: boolean;
}

/** Means and rates that never varied still may by as much, as a part of their value. */
const leastRelative = 0.01;

/** The standard deviation below which nothing is unusual: for counts, that of a Poisson distribution. */
const leastSpread = (usual: number, isCount: boolean): number =>
  isCount ? Math.sqrt(Math.max(usual, 1)) : leastRelative * usual;

/**
 * A band that holds what is usual at any of the levels, and is expected at the first.
 *
 * @param spread standard deviation, as a part of the value
 */
const bandAround = (
  usual: readonly [number, ...number[]],
  spread: number,
  { deviations, isCount }: Tolerance,
): Band => {
  let [low, high] = [Infinity, -Infinity];
  // A table has thousands of bands.
  for (const value of usual) {
    const reach = deviations * Math.max(spread * value, leastSpread(value, isCount));
    low = Math.min(low, value - reach);
    high = Math.max(high, value + reach);
  }
  return { expected: usual[0], low: Math.max(0, low), high };
};

/** The band for a position of the day after the fitted weeks; `undefined` if too little is known. */
export const bandOfDay = (fit: SeasonalFit, position: number, tolerance: Tolerance): Band | undefined => {
  const usual = fit.usualAt(position);
  const [level = 1, ...earlier] = fit.levels;
  if (usual === undefined) return undefined;
  return bandAround([usual * level, ...earlier.map((one) => usual * one)], fit.spreadAt(position), tolerance);
};

/**
 * The band for a week after other weeks, expected at the level of the latest three; `undefined` if too little is known.
 *
 * @param weeks the values of the eight weeks before, as far as they are known, the latest first
 */
export const bandOfWeek = (weeks: readonly number[], tolerance: Tolerance): Band | undefined => {
  const [middle, recent] = [median(weeks), median(weeks.slice(0, 3))];
  if (weeks.length < fewestValues || middle === undefined || recent === undefined) return undefined;
  const spread = middle > 0 ? scaledMad(weeks.map((value) => value / middle - 1)) : 0;
  return bandAround([recent, middle], spread, tolerance);
};
