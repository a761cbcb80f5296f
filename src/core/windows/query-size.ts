/** How much one question may ask for, told before any of it is planned. */
import { countBuckets, isCalendarPeriod } from '../time/calendar';
import { amazonBucketMs, maxWindowMs, metricOf } from '../domain/catalog';
import { offsetAt } from '../time/excel-time';
import type { Failure } from '../domain/failure';
import type { Instant, Window } from '../domain/instant';
import { dayMs } from './segments';
import type { Question } from '../query/question';

/** Values in one answer, at most: more cells than Excel takes of a function, whatever its version. */
export const maxPoints = 2_500_000;

/** Days of all series in one answer, at most: each is kept, shared and asked by itself. */
export const maxPieces = 100_000;

interface Asked {
  /** Values that are asked of Amazon for each series, at most: a day of a zone is made of 24 hours. */
  readonly buckets: number;
  /** UTC days in each series; of what is asked as one value, the weeks. */
  readonly pieces: number;
}

export interface Size extends Asked {
  readonly series: number;
}

const hourMs = 3_600_000;

/** Values that make up a day of a zone, whose midnights may be in the middle of an hour. */
const valuesOfDay = ({ startTime, endTime }: Window, timeZone: string): number =>
  [startTime, startTime + dayMs * 182, endTime].every((instant) => offsetAt(instant, timeZone) % hourMs === 0)
    ? 24
    : 96;

/** What is asked of Amazon for each series of what adds up, or of what does not; see rollupOf. */
const askedFor = (range: Window, question: Question, additive: boolean): Asked => {
  const { period, timeZone } = question;
  const { startTime, endTime } = range;
  const within = (step: number): number => Math.ceil(endTime / step) - Math.floor(startTime / step);
  const days = within(dayMs);
  if (period === 'SINGLE') {
    const weeks = Math.ceil((endTime - startTime) / maxWindowMs);
    const isSum = additive && startTime % hourMs === 0 && endTime % hourMs === 0;
    // Two weeks cost no more in hours than in days and what is left at their edges.
    return isSum ? { buckets: Math.min(within(hourMs), days + 336), pieces: days } : { buckets: 1, pieces: weeks };
  }
  if (!isCalendarPeriod(period)) return { buckets: within(amazonBucketMs(period) ?? dayMs), pieces: days };
  if (timeZone === 'UTC' && (additive || period === 'P1D')) return { buckets: days, pieces: days };
  const own = countBuckets(range, question);
  if (!additive) return { buckets: own, pieces: own };
  const fine = valuesOfDay(range, timeZone);
  // Longer ones are made of UTC days, and of hours at their edges alone.
  return period === 'P1D' || period === 'P1W'
    ? { buckets: fine * days, pieces: days }
    : { buckets: days + fine * (own + 1), pieces: days + own };
};

/** How much a question asks for. What lies after `now` is not asked. */
export const sizeOf = (question: Question, now: Instant): Size => {
  const { startTime, metrics, intents, locales } = question;
  const range = { startTime, endTime: Math.max(startTime, Math.min(question.endTime, now)) };
  const asked = metrics.map((metric) => askedFor(range, question, metricOf(metric).additive));
  return {
    buckets: Math.max(...asked.map(({ buckets }) => buckets)),
    pieces: Math.max(...asked.map(({ pieces }) => pieces)),
    series: metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length),
  };
};

/** A count as it is read: 2,500,000. Intl would take tens of milliseconds for its first. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const failure = (asked: string, allowed: number, of: string): Failure => ({
  code: 'too_large',
  message: `This asks for ${asked}. One query can ask for at most ${countText(allowed)} ${of}.`,
  advice: 'Request a shorter range, a longer period, or fewer metrics, intents or locales.',
});

/** Why a question is larger than any that is answered; undefined where it is not. */
export const tooLarge = (question: Question, now: Instant): Failure | undefined => {
  const { buckets, pieces, series } = sizeOf(question, now);
  const each = (count: number, what: string): string =>
    `${countText(count * series)} ${what} (${countText(count)} for each of ${countText(series)} columns)`;
  if (buckets * series > maxPoints) return failure(each(buckets, 'values'), maxPoints, 'values');
  if (pieces * series > maxPieces) return failure(each(pieces, 'days of data'), maxPieces, 'days of data');
  return undefined;
};
