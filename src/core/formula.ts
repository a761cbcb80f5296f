/** Reads the arguments of the worksheet function, as cells and forms really hold them. */
import { ArgumentReader } from './argument-reader';
import { columnsOf, type Column } from './columns';
import { bucketStart, isCalendarPeriod, wholeBuckets, type Calendar } from './calendar';
import { metricNames, metricsFor, periods, skillTypes, stages, type Period } from './catalogue';
import { shown } from './cell-input';
import { passErrors } from './error-arguments';
import { canonicalZone, type SerialShift } from './excel-time';
import { FailureError, invalidQuery, type Problem } from './failure';
import type { Instant } from './instant';
import { settledUntil } from './freshness';
import { parseOptions, type Options } from './options';
import type { Window } from './plan';
import type { Question } from './question';
import { intentOf, localeOf, problemsOf } from './rules';
import { currentMinute } from './time-input';

/** Arguments in the order of the grammar, unchecked; an omitted one is null, undefined or blank. */
export interface FormulaArguments {
  readonly skillId: unknown;
  readonly metric: unknown;
  readonly startTime: unknown;
  readonly endTime?: unknown;
  readonly period?: unknown;
  readonly stage?: unknown;
  readonly skillType?: unknown;
  readonly intent?: unknown;
  readonly locale?: unknown;
  readonly headers?: unknown;
  readonly options?: unknown;
}

/** How the answer is laid out in cells. */
export interface TableOptions extends Options {
  /** 0 none, 1 a header row, 2 a row that identifies the skill and a header row. */
  readonly headers: 0 | 1 | 2;
  /** Value columns in the shape of the arguments: a name that stands twice is a column twice, a blank an empty one. */
  readonly columns: readonly Column[];
  /** Why nothing can be asked yet, although nothing is wrong: the range has only just begun. */
  readonly nothingYet?: string;
  /** The skill's name, for the row that identifies it. Left out: its ID stands there. */
  readonly skillName?: string;
  /** Taken from serials: those of a workbook in the 1904 date system are fewer. Default 0. */
  readonly serialShift?: SerialShift;
}

/** What a formula asks, and how it wants to see it. */
export interface FormulaRequest {
  readonly question: Question;
  readonly table: TableOptions;
}

const headersOf = (reader: ArgumentReader<keyof FormulaArguments>): 0 | 1 | 2 => {
  const accepted = '0 none, 1 header row, 2 identifying row and header row';
  const value = reader.one('headers', accepted);
  const found = value === undefined ? 1 : ([0, 1, 2] as const).find((mode) => mode === Number(value));
  if (found === undefined) reader.refuse('headers', value, accepted);
  return found ?? 1;
};

/** Times as the person wrote them, beside the moment that was understood: a serial or a relative word shows no date. */
const asWritten = (problem: Problem, args: FormulaArguments): Problem => {
  const { argument, value } = problem;
  if (argument !== 'startTime' && argument !== 'endTime') return problem;
  const text = shown(args[argument]);
  return text === '' || text === value ? problem : { ...problem, value: `${text} (${value})` };
};

/** A call as far as it can be read, and all that is wrong with it. */
export interface FormulaReading {
  readonly request: FormulaRequest;
  readonly problems: readonly Problem[];
}

/** The buckets that a period and options mean, in one form for all that mean the same: identical questions share an answer. */
const calendarOf = (period: Period, { tz, days, week }: Options): Calendar => {
  if (!isCalendarPeriod(period)) return { period, timeZone: 'UTC', week: 'mon' };
  const timeZone = days === 'utc' ? 'UTC' : canonicalZone(tz);
  return { period, timeZone, week: period === 'P1W' ? week : 'mon' };
};

/** The end that `tail` leaves of a range: that of its last bucket that is complete, or that can no longer change. */
const endWithin = (
  { endTime }: Window,
  calendar: Calendar,
  tail: Options['tail'],
  metrics: Question['metrics'],
  now: Instant,
): Instant => {
  if (tail === 'all' || (tail === 'complete' && calendar.period === 'SINGLE')) return endTime;
  const settled = tail === 'final' ? Math.min(...metrics.map((metric) => settledUntil(metric, now))) : now;
  return Math.min(endTime, currentMinute(bucketStart(settled, calendar)));
};

interface Times {
  readonly startTime: Instant;
  readonly endTime: Instant;
  readonly nothingYet?: string;
}

const beginsNow = 'The range has only just begun: there are no numbers yet.';
const nothingComplete = 'The range holds no complete period yet.';
const nothingFinal = 'The range holds no period yet whose numbers are final.';

/** The range that is asked for: on the edges of whole buckets, and no further than `tail` lets it go. */
const timesOf = (
  written: { readonly start: Instant | undefined; readonly end: Instant | undefined; readonly isRelative: boolean },
  calendar: Calendar,
  { edges, tail }: Options,
  metrics: Question['metrics'],
  now: Instant,
): Times => {
  const { start, end = currentMinute(now), isRelative } = written;
  // Refused already: the rest is still worth reading.
  if (start === undefined) return { startTime: now - 1, endTime: now };
  if (end === start && isRelative && start <= now)
    return { startTime: start, endTime: start + 1, nothingYet: beginsNow };
  if (end <= start) return { startTime: start, endTime: end };
  const range =
    calendar.period === 'SINGLE'
      ? // What lies in the future is not asked, nor counted.
        { startTime: start, endTime: start < now ? Math.min(end, currentMinute(now)) : end }
      : edges === 'whole'
        ? wholeBuckets({ startTime: start, endTime: end }, calendar)
        : { startTime: start, endTime: end };
  const { startTime } = range;
  const endTime = endWithin(range, calendar, tail, metrics, now);
  if (startTime > now) return { startTime, endTime: Math.max(endTime, startTime + 1) };
  if (startTime >= currentMinute(now)) return { startTime, endTime: startTime + 1, nothingYet: beginsNow };
  if (endTime > startTime) return { startTime, endTime };
  const nothingYet = tail === 'complete' ? nothingComplete : nothingFinal;
  return { startTime, endTime: startTime + 1, nothingYet };
};

/** Reads a call of the worksheet function. Times without a zone are in `tz`; relative times count from `now`, and serials are those of the workbook. */
export const readFormula = (args: FormulaArguments, now: Instant, serialShift: SerialShift = 0): FormulaReading => {
  const reader = new ArgumentReader<keyof FormulaArguments>(args);
  const skillId = reader.skillId('skillId');
  const skillType = reader.choice('skillType', skillTypes, 'custom');
  const metrics = reader.metrics('metric', reader.refused('skillType') ? metricNames : metricsFor(skillType));
  const period = reader.choice('period', periods, 'P1D');
  const stage = reader.choice('stage', stages, 'live');
  const options = parseOptions(args.options, reader.problems);
  const calendar = calendarOf(period, options);
  const context = { timeZone: options.tz, now, calendar, serialShift };
  const start = reader.time('startTime', context, true);
  const end = reader.time('endTime', context, false);
  const isRelative = end === undefined || reader.isRelative('startTime') || reader.isRelative('endTime');
  const { startTime, endTime, nothingYet } = timesOf({ start, end, isRelative }, calendar, options, metrics, now);
  const intents = reader.names('intent', intentOf, "an intent's name such as AMAZON.HelpIntent");
  const locales = reader.names('locale', localeOf, 'a locale such as en-US');
  const headers = headersOf(reader);
  const question: Question = {
    skillId,
    metrics,
    startTime,
    endTime,
    ...calendar,
    edges: isCalendarPeriod(period) || period !== 'SINGLE' ? options.edges : 'exact',
    stage,
    skillType,
    intents,
    locales,
    ...(options.maxResults === undefined ? {} : { maxResults: options.maxResults }),
  };
  const broken = problemsOf(question, now)
    // Metrics can only be held against a skill type that is one.
    .filter(({ argument }) => !(argument === 'metric' && reader.refused('skillType')))
    .map((problem) => asWritten(problem, args));
  const columns = columnsOf(args, reader.problems);
  const shift = serialShift === 0 ? {} : { serialShift };
  const table = { ...options, headers, columns, ...shift, ...(nothingYet === undefined ? {} : { nothingYet }) };
  return { request: { question, table }, problems: [...reader.problems, ...broken] };
};

/** As readFormula. Throws a FailureError `invalid_query` that lists every problem at once. */
export const parseFormula = (args: FormulaArguments, now: Instant, serialShift: SerialShift = 0): FormulaRequest => {
  passErrors(args);
  const { request, problems } = readFormula(args, now, serialShift);
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  return request;
};
