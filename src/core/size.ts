/** How much one question may ask for, told before any of it is planned. */
import { bucketMs, maxWindowMs } from './catalogue';
import type { Failure } from './failure';
import type { Instant } from './instant';
import { dayMs } from './pieces';
import { bucketsIn } from './plan';
import type { Question } from './question';

/** Values in one answer, at most: more cells than Excel takes of a function, whatever its version. */
export const maxPoints = 2_500_000;

/** Days of all series in one answer, at most: each is kept, shared and asked by itself. */
export const maxPieces = 100_000;

export interface Size {
  /** Times in each series. SINGLE has one. */
  readonly buckets: number;
  /** UTC days in each series; of SINGLE, the weeks that are asked. */
  readonly pieces: number;
  readonly series: number;
}

/** How much a question asks for. What lies after `now` is not asked. */
export const sizeOf = (question: Question, now: Instant): Size => {
  const { startTime, period, metrics, intents, locales } = question;
  const endTime = Math.max(startTime, Math.min(question.endTime, now));
  const series = metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length);
  const pieces =
    bucketMs(period) === undefined
      ? Math.ceil((endTime - startTime) / maxWindowMs)
      : Math.ceil(endTime / dayMs) - Math.floor(startTime / dayMs);
  return { buckets: bucketsIn({ startTime, endTime }, period), pieces, series };
};

/** A count as it is read: 2,500,000. Intl would take tens of milliseconds for its first. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const failure = (asked: string, allowed: number, of: string): Failure => ({
  code: 'too_large',
  message: `This asks for ${asked}. One question can ask for at most ${countText(allowed)} ${of}.`,
  advice: 'Ask for a shorter time, a longer period, or fewer metrics, intents or locales.',
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
