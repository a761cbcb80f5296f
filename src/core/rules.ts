/** What must hold between the arguments of a question, whoever asks: a cell, the pane or a request to the relay. */
import { bucketStart, countBuckets } from './calendar';
import { maxWindowMs, metricOf, metricsFor, skillTypes, type SkillType } from './catalogue';
import { instantOfWall } from './excel-time';
import type { Problem } from './failure';
import { formatInstant, parseDate, type Instant } from './instant';
import type { Question } from './question';

/** Alexa skills exist since 2015; an earlier date is a mistake that would cost hundreds of requests. */
const firstDay = parseDate('2015-01-01') ?? 0;

/** Excel's own limit, a header row left aside. */
const maxRows = 1_048_575;

const weekDays = maxWindowMs / 86_400_000;

/** A skill ID as Amazon writes it. */
export const isSkillId = (text: string): boolean => /^amzn1\.ask\.skill\.[\w.-]{1,200}$/.test(text);

/** An ISO 639/3166 pair such as en-US, with the case that Amazon uses; undefined for anything else. */
export const localeOf = (text: string): string | undefined => {
  const found = /^([a-z]{2})[-_]([a-z]{2})$/i.exec(text);
  return found === null ? undefined : `${(found[1] ?? '').toLowerCase()}-${(found[2] ?? '').toUpperCase()}`;
};

/**
 * An intent's name; undefined for anything else. Those of Amazon's library may name what they are about:
 * AMAZON.SearchAction<object@WeatherForecast[temperature]>. Source: Amazon's page "Built-in Intent Library".
 */
export const intentOf = (text: string): string | undefined =>
  text.length <= 255 && /^[a-z][\w.]*(<[\w.@,:[\] ]+>)?$/i.test(text) ? text : undefined;

/** How many buckets of a question have begun. */
export const bucketCount = (question: Question, now = Infinity): number =>
  countBuckets({ startTime: question.startTime, endTime: Math.min(question.endTime, now) }, question);

const metricRules = ({ metrics, skillType }: Question): Problem[] =>
  metrics
    .filter((name) => !metricOf(name).skillTypes.includes(skillType))
    .map((name) => ({
      argument: 'metric',
      value: name,
      accepted: `for skill type ${skillType}: ${metricsFor(skillType).join(', ')} (${name} is for ${metricOf(name).skillTypes.join(', ')})`,
    }));

const intentRules = ({ intents, skillType }: Question): Problem[] =>
  intents.length > 0 && skillType !== 'custom'
    ? [{ argument: 'intent', value: intents.join(', '), accepted: 'only for skill type custom; leave it out' }]
    : [];

/** The bucket of that day, which may begin before it, is still asked as a whole. */
const earliestOf = (question: Question): Instant =>
  Math.min(firstDay, bucketStart(instantOfWall(firstDay, question.timeZone), question));

const timeRules = (question: Question, now: Instant | undefined): Problem[] => {
  const { startTime, endTime } = question;
  if (startTime < earliestOf(question))
    return [{ argument: 'startTime', value: formatInstant(startTime), accepted: 'a time from 2015-01-01 on' }];
  if (now !== undefined && startTime > now)
    return [{ argument: 'startTime', value: formatInstant(startTime), accepted: 'a time in the past' }];
  if (endTime <= startTime)
    return [
      {
        argument: 'endTime',
        value: formatInstant(endTime),
        accepted: `a time after startTime (${formatInstant(startTime)})`,
      },
    ];
  return [];
};

/**
 * Why one number of the range cannot be had, for each metric of which it cannot: distinct accounts, means and rates of
 * weeks do not add up to those of a month, and Amazon answers a week at most.
 */
export const reasonsAgainstSingle = ({ metrics, startTime, endTime }: Question): readonly string[] =>
  endTime - startTime <= maxWindowMs
    ? []
    : metrics
        .filter((name) => !metricOf(name).additive)
        .map(
          (name) =>
            `for ${name} at most ${weekDays} days, as its weekly values cannot be added up to ${Math.ceil((endTime - startTime) / 86_400_000)} days`,
        );

/** Distinct accounts, means and rates of days or weeks make none of a month, and Amazon answers a week at most. */
const monthRules = ({ metrics, period }: Question): Problem[] =>
  period === 'P1M' || period === 'P3M' || period === 'P1Y'
    ? metrics
        .filter((name) => !metricOf(name).additive)
        .map((name) => ({
          argument: 'period',
          value: period,
          accepted: `for ${name} at most P1W, as its values cannot be added up to those of a longer period; ask P1W or P1D`,
        }))
    : [];

const singleRules = (question: Question): Problem[] =>
  question.period === 'SINGLE'
    ? reasonsAgainstSingle(question).map((reason) => ({
        argument: 'period',
        value: 'SINGLE',
        accepted: `${reason}; ask a week at a time, or period P1D for daily values`,
      }))
    : [];

const sizeRules = (question: Question, now: Instant | undefined): Problem[] =>
  bucketCount(question, now) > maxRows
    ? [
        {
          argument: 'startTime',
          value: formatInstant(question.startTime),
          accepted: `at most ${maxRows} buckets of ${question.period}; ask a shorter range or a longer period`,
        },
      ]
    : [];

/** Each column is asked of Amazon on its own; more of them are a range picked by mistake. */
const maxColumns = 250;

const columnRules = ({ metrics, intents, locales }: Question): Problem[] => {
  const columns = metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length);
  const argument = intents.length >= locales.length ? 'intent' : 'locale';
  return columns > maxColumns
    ? [{ argument, value: `${columns} columns`, accepted: `at most ${maxColumns} metrics × intents × locales` }]
    : [];
};

/** Everything wrong between the arguments. `now`, where known, refuses ranges that have not begun. */
export const problemsOf = (question: Question, now?: Instant): readonly Problem[] => [
  ...metricRules(question),
  ...intentRules(question),
  ...timeRules(question, now),
  ...singleRules(question),
  ...monthRules(question),
  ...columnRules(question),
  ...sizeRules(question, now),
];

/** The skill type among an entry's APIs that has metrics, or undefined. */
export const skillTypeOf = (apis: readonly string[]): SkillType | undefined =>
  skillTypes.find((type) => apis.includes(type));
