/** The rules between the arguments of a query, wherever it comes from: a cell, the pane or a request to the relay. */
import { maxWindowMs, type MetricName, metricOf, metricsFor, type SkillType } from '../domain/catalog';
import type { Problem } from '../domain/failure';
import { formatInstant, type Instant, parseDate } from '../domain/instant';
import { bucketStart, countBuckets } from '../time/calendar';
import { instantOfWall } from '../time/excel-time';
import { listText, momentText, skillTypeWords } from './phrases';
import { type Query } from './query';

/** Alexa skills have existed since 2015. An earlier date is a mistake that would cost hundreds of requests. */
const firstDay = parseDate('2015-01-01') ?? 0;

/** What the times of a query were read from, for messages. */
interface WrittenTimes {
  /**
   * Zone in which messages give dates.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;
  /** Texts that don't show a date themselves, such as -7d. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
}

/** The bucket that holds the first day is still allowed as a whole, even if it begins before that day. */
const earliestOf = (query: Query): Instant =>
  Math.min(firstDay, bucketStart(instantOfWall(firstDay, query.timeZone), query));

/**
 * What is wrong with the range of a query: at most one problem, or an empty list.
 *
 * @param now if known, ranges that haven't begun are refused
 */
const timeRules = (query: Query, now: Instant | undefined, written: WrittenTimes): Problem[] => {
  const { startTime, endTime } = query;
  const shown = (instant: Instant): string => momentText(instant, written.timeZone ?? 'UTC');
  const named = (argument: 'startTime' | 'endTime'): string =>
    `${argument} ${written[argument] === undefined ? '' : `"${written[argument]}" `}is ${shown(query[argument])}`;
  const start = { argument: 'startTime', value: formatInstant(startTime) };
  if (startTime < earliestOf(query))
    return [
      {
        ...start,
        accepted: 'a time from 2015-01-01 on',
        message: `${named('startTime')}, and Alexa has no metrics from before 2015. Enter a later date.`,
      },
    ];
  if (now !== undefined && startTime > now)
    return [
      {
        ...start,
        accepted: 'a time in the past',
        message: `${named('startTime')}, which is in the future. Enter a date in the past.`,
      },
    ];
  if (endTime > startTime) return [];
  const hint = endTime === startTime ? " The end isn't included: for one day, enter the day after it." : '';
  return [
    {
      argument: 'endTime',
      value: formatInstant(endTime),
      accepted: `a time after startTime (${formatInstant(startTime)})`,
      message: `${named('endTime')}, which isn't after startTime, ${shown(startTime)}.${hint}`,
    },
  ];
};

/** Excel's own limit, less a header row. */
const maxRows = 1_048_575;

const weekDays = maxWindowMs / 86_400_000;

const periodWords = { P1M: 'month', P3M: 'quarter', P1Y: 'year' } as const;

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether a text is a skill ID as Amazon writes it. */
export const isSkillId = (text: string): boolean => /^amzn1\.ask\.skill\.[\w.-]{1,200}$/.test(text);

/** A locale such as `en-US` in the case that Amazon uses, or `undefined` for any other text. */
export const localeOf = (text: string): string | undefined => {
  const found = /^([a-z]{2})[-_]([a-z]{2})$/i.exec(text);
  return found === null ? undefined : `${(found[1] ?? '').toLowerCase()}-${(found[2] ?? '').toUpperCase()}`;
};

/**
 * An intent's name, or `undefined` for any other text. Names from Amazon's library can include parameters:
 * `AMAZON.SearchAction<object@WeatherForecast[temperature]>`.
 *
 * @see Amazon, "Built-in Intent Library"
 */
export const intentOf = (text: string): string | undefined =>
  text.length <= 255 && /^[a-z][\w.]*(<[\w.@,:[\] ]+>)?$/i.test(text) ? text : undefined;

/** The number of buckets of a query that have begun by `now`. */
export const bucketCount = (query: Query, now = Infinity): number =>
  countBuckets({ startTime: query.startTime, endTime: Math.min(query.endTime, now) }, query);

/** More names than this are hard to read in a message. The help lists all. */
const readable = 4;

const metricMessage = (name: MetricName, skillType: SkillType): string => {
  const offered = metricsFor(skillType);
  const has = metricOf(name).skillTypes.map((type) => skillTypeWords[type]);
  const wrong = `${skillTypeWords[skillType]} skills have no ${name}`;
  return offered.length <= readable
    ? `${capitalized(wrong)}. Use ${listText(offered, 'or')}.`
    : `${capitalized(wrong)}: only ${listText(has, 'and')} skills do. Check metric and skillType.`;
};

const metricRules = ({ metrics, skillType }: Query): Problem[] =>
  metrics
    .filter((name) => !metricOf(name).skillTypes.includes(skillType))
    .map((name) => ({
      argument: 'metric',
      value: name,
      accepted: `for skill type ${skillType}: ${metricsFor(skillType).join(', ')} (${name} is for ${metricOf(name).skillTypes.join(', ')})`,
      message: metricMessage(name, skillType),
    }));

const intentRules = ({ intents, skillType }: Query): Problem[] =>
  intents.length > 0 && skillType !== 'custom'
    ? [
        {
          argument: 'intent',
          value: intents.join(', '),
          accepted: 'only for skill type custom; leave it out',
          message: 'Only custom skills have metrics by intent. Leave intent out.',
        },
      ]
    : [];

/** Why a metric has no single value for the range: for programs, and in sentences without advice. */
interface Reason {
  readonly accepted: string;
  readonly message: string;
}

/**
 * Why there is no single value for the range, one reason for each metric without one. Distinct accounts, means and
 * rates of weeks don't add up to those of a month, and Amazon answers at most a week.
 */
export const reasonsAgainstSingle = ({ metrics, startTime, endTime }: Query): readonly Reason[] => {
  if (endTime - startTime <= maxWindowMs) return [];
  const days = Math.ceil((endTime - startTime) / 86_400_000);
  return metrics
    .filter((name) => !metricOf(name).additive)
    .map((name) => ({
      accepted: `for ${name} at most ${weekDays} days, as its weekly values cannot be added up to ${days} days`,
      message: `Amazon gives ${name} over at most ${weekDays} days at once, and weekly values can't be added up to your ${days} days.`,
    }));
};

/**
 * Distinct accounts, means and rates of days or weeks don't add up to those of a month, and Amazon answers at most a
 * week.
 */
const monthRules = ({ metrics, period }: Query): Problem[] =>
  period === 'P1M' || period === 'P3M' || period === 'P1Y'
    ? metrics
        .filter((name) => !metricOf(name).additive)
        .map((name) => ({
          argument: 'period',
          value: period,
          accepted: `for ${name} at most P1W, as its values cannot be added up to those of a longer period; ask P1W or P1D`,
          message: `There is no ${name} by ${periodWords[period]}, because its values can't be added up. Use period P1W or P1D.`,
        }))
    : [];

const singleRules = (query: Query): Problem[] =>
  query.period === 'SINGLE'
    ? reasonsAgainstSingle(query).map(({ accepted, message }) => ({
        argument: 'period',
        value: 'SINGLE',
        accepted: `${accepted}; ask a week at a time, or period P1D for daily values`,
        message: `${message} Enter a shorter range, or use period P1D for daily values.`,
      }))
    : [];

const sizeRules = (query: Query, now: Instant | undefined): Problem[] =>
  bucketCount(query, now) > maxRows
    ? [
        {
          argument: 'startTime',
          value: formatInstant(query.startTime),
          accepted: `at most ${maxRows} buckets of ${query.period}; ask a shorter range or a longer period`,
          message: `This range has more rows of ${query.period} than a sheet. Enter a shorter range or a longer period.`,
        },
      ]
    : [];

/** Each column is a query to Amazon of its own. More columns than this are a range selected by mistake. */
const maxColumns = 250;

const columnRules = ({ metrics, intents, locales }: Query): Problem[] => {
  const columns = metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length);
  const argument = intents.length >= locales.length ? 'intent' : 'locale';
  if (columns <= maxColumns) return [];
  const accepted = `at most ${maxColumns} metrics × intents × locales`;
  const message = `Metrics × intents × locales make ${columns} columns, and ${maxColumns} is the most.`;
  return [{ argument, value: `${columns} columns`, accepted, message }];
};

/**
 * Everything wrong between the arguments of a query; empty if nothing is.
 *
 * @param now if known, ranges that haven't begun are refused
 * @param written what the times were read from, for messages
 */
export const problemsOf = (query: Query, now?: Instant, written: WrittenTimes = {}): readonly Problem[] => [
  ...metricRules(query),
  ...intentRules(query),
  ...timeRules(query, now, written),
  ...singleRules(query),
  ...monthRules(query),
  ...columnRules(query),
  ...sizeRules(query, now),
];
