/** Says in plain words what a question asks, so that a slip is seen before it is in a cell. */
import type { Period } from '../../core/catalogue';
import { wallOf } from '../../core/excel-time';
import { floorToDay, type Instant } from '../../core/instant';
import { seriesKeys, type Question } from '../../core/question';
import { bucketCount } from '../../core/rules';
import { metricLabel, skillTypeLabels } from './wording';

export interface Asked {
  readonly question: Question;
  /** Zone in which the range is told. */
  readonly timeZone: string;
  /** The range has no end of its own: it runs to the moment of each refresh. */
  readonly untilNow: boolean;
  readonly limit?: number | undefined;
  readonly now: Instant;
}

const pace: Record<Period, string> = {
  P1D: 'Daily',
  PT1H: 'Hourly',
  PT15M: 'Quarter-hourly',
  SINGLE: 'One value of',
};

const joined = new Intl.ListFormat('en', { type: 'conjunction' });
const counted = new Intl.NumberFormat('en');

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const isMidnight = (instant: Instant, timeZone: string): boolean => {
  const wall = wallOf(instant, timeZone);
  return wall === floorToDay(wall);
};

const rangeOf = ({ question: { startTime, endTime }, timeZone, untilNow }: Asked): string => {
  const days = isMidnight(startTime, timeZone) && (untilNow || isMidnight(endTime, timeZone));
  const format = new Intl.DateTimeFormat('en', {
    dateStyle: 'medium',
    ...(days ? {} : { timeStyle: 'short', hourCycle: 'h23' }),
    timeZone,
  });
  if (untilNow) return `${format.format(startTime)} until now`;
  // The end is exclusive: whole days end with the day before it.
  return format.formatRange(startTime, days ? endTime - 1 : endTime).replaceAll('\u2009', ' ');
};

const narrowed = (names: readonly string[], all: string): string => (names.length === 0 ? all : joined.format(names));

/** The last part of a skill ID, which is all that tells one from another. A word joiner keeps the dots with it. */
const shortId = (skillId: string): string => (skillId.length > 24 ? `…\u2060${skillId.slice(-12)}` : skillId);

/** What is asked, in a sentence or two. */
export const sentenceOf = (asked: Asked): string => {
  const { question, timeZone } = asked;
  const metrics = joined.format(question.metrics.map((name) => lower(metricLabel(name))));
  const stage = question.stage === 'live' ? 'live' : 'in development';
  const type = question.skillType === 'custom' ? '' : `${lower(skillTypeLabels[question.skillType])}, `;
  const where = narrowed(question.locales, 'all locales');
  const intents = question.intents.length === 0 ? '' : `, ${joined.format(question.intents)} only`;
  return `${pace[question.period]} ${metrics} of skill ${shortId(question.skillId)} (${type}${stage}), ${where}${intents}. ${rangeOf(asked)}, ${timeZone}.`;
};

/** How much of the sheet the answer takes, headers aside; Amazon may leave buckets out. */
export const sizeOf = ({ question, limit, now }: Asked): string => {
  const reached = { ...question, endTime: Math.min(question.endTime, now) };
  const points = Math.min(bucketCount(reached), limit ?? Infinity);
  const series = seriesKeys(question).length;
  return `${counted.format(points)} ${points === 1 ? 'row' : 'rows'}${series === 1 ? '' : `, ${counted.format(series)} values each`}`;
};
