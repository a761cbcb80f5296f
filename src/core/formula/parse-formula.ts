/** Reads the arguments of SKILLMETRICS as Excel passes them. */
import { type Period, periods, skillTypes, stages } from '../domain/catalog';
import { columnMetrics, columnMetricsFor, isMetricFor, partsOfAll } from '../domain/derived';
import { FailureError, invalidQuery, type Problem } from '../domain/failure';
import type { Instant } from '../domain/instant';
import { momentText } from '../query/phrases';
import { type Query } from '../query/query';
import { intentOf, localeOf, problemsOf } from '../query/validation';
import { type Calendar, isCalendarPeriod } from '../time/calendar';
import { canonicalZone, type SerialShift } from '../time/excel-time';
import { ArgumentReader } from './argument-reader';
import { passErrors, shown } from './cell-input';
import { type Column, columnsOf, facetsOf } from './columns';
import { type Options, parseOptions } from './options';
import { namingColumns, skillTypeProblems, type Slices, slicesOf } from './slices';
import { readThrough, type TimeContext, type TimeReading, timesOf } from './time-input';

/** Arguments in the order of the grammar, unchecked. Null, undefined and blanks count as omitted. */
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
  /** 0 for none, 1 for a header row, 2 for a row that identifies the skill and a header row. */
  readonly headers: 0 | 1 | 2;
  /** Value columns in the shape of the arguments: a repeated name is a repeated column, a blank an empty one. */
  readonly columns: readonly Column[];
  /** Why nothing can be requested yet, although nothing is wrong: the range has only just begun. */
  readonly nothingYet?: string;
  /** The skill's name, for the row that identifies it. Left out: the row shows the ID. */
  readonly skillName?: string;
  /**
   * Subtracted from serials, for a workbook in the 1904 date system.
   *
   * @default 0
   */
  readonly serialShift?: SerialShift;
}

/** What a formula requests, and how it shows the answers. */
export interface FormulaRequest extends Slices {
  readonly query: Query;
  readonly table: TableOptions;
}

const headersOf = (reader: ArgumentReader<keyof FormulaArguments>): 0 | 1 | 2 => {
  const accepted = '0 none, 1 header row, 2 identifying row and header row';
  const value = reader.one('headers', accepted);
  const found = value === undefined ? 1 : ([0, 1, 2] as const).find((mode) => mode === Number(value));
  if (found === undefined) reader.refuse('headers', value, accepted);
  return found ?? 1;
};

/** Quotes times as the person wrote them, beside the instant: a serial or a relative word shows no date. */
const asWritten = (problem: Problem, args: FormulaArguments): Problem => {
  const { argument, value } = problem;
  if (argument !== 'startTime' && argument !== 'endTime') return problem;
  const text = shown(args[argument]);
  return text === '' || text === value ? problem : { ...problem, value: `${text} (${value})` };
};

/** If the end is before the start, blames the option that the end comes from. */
const ofThrough = (problem: Problem, { through }: Options, start: string): Problem => {
  if (problem.argument !== 'endTime' || through === undefined) return problem;
  const message = `through "${shown(through)}" is before startTime, ${start}.`;
  return { argument: 'options through', value: shown(through), accepted: `a day from ${start} on`, message };
};

/** A formula as far as it could be read, and everything that is wrong with it. */
export interface FormulaReading {
  readonly request: FormulaRequest;
  readonly problems: readonly Problem[];
}

/**
 * The buckets of a period and its options, in one form for all that mean the same: identical queries share an answer.
 */
const calendarOf = (period: Period, { tz, days, week }: Options): Calendar => {
  if (!isCalendarPeriod(period)) return { period, timeZone: 'UTC', week: 'mon' };
  const timeZone = days === 'utc' ? 'UTC' : canonicalZone(tz);
  return { period, timeZone, week: period === 'P1W' ? week : 'mon' };
};

/** A range can't be an end: people don't mean where it begins. */
const refuseRange = (
  reader: ArgumentReader<keyof FormulaArguments>,
  end: TimeReading | undefined,
  value: unknown,
): void => {
  if (end?.isRange !== true) return;
  const message = `endTime can't be "${shown(value)}": that is a range. Enter it as startTime, without an endTime.`;
  reader.problems.push({ argument: 'endTime', value: shown(value), accepted: 'a date', message });
};

/** The end that the option `through` means. An `endTime` beside it is a problem. */
const throughOf = (
  { through }: Options,
  reader: ArgumentReader<keyof FormulaArguments>,
  context: TimeContext,
  end: TimeReading | undefined,
): Instant | undefined => {
  if (through === undefined) return undefined;
  const found = readThrough(through, context);
  const refuse = (accepted: string, message: string): void =>
    void reader.problems.push({ argument: 'options through', value: shown(through), accepted, message });
  if (found === undefined)
    refuse(
      'a day that is included',
      `through takes a whole day such as 2026-08-31, and "${shown(through)}" isn't one.`,
    );
  else if (end !== undefined) refuse('no endTime beside it', 'Use endTime or the option through, not both.');
  return found;
};

/** Only SKILLTOP has options for what other functions have arguments for. */
const refuseFilters = (reader: ArgumentReader<keyof FormulaArguments>, options: Options): void => {
  for (const name of ['intent', 'locale'] as const) {
    const value = options[name];
    if (value === undefined) continue;
    const message = `Only SKILLTOP has the option ${name}. Enter "${shown(value)}" as the argument ${name}.`;
    reader.problems.push({ argument: `options ${name}`, value: shown(value), accepted: 'only in SKILLTOP', message });
  }
};

/**
 * Reads a formula without throwing. Times without a zone are in the option `tz`.
 *
 * @param now the instant from which relative times count
 * @param serialShift added to date serials; see `SerialShift`
 * @param hasFilters whether the function takes an intent and a locale as options; they stand among the arguments, too
 */
export const readFormula = (
  args: FormulaArguments,
  now: Instant,
  serialShift: SerialShift = 0,
  hasFilters = false,
): FormulaReading => {
  const reader = new ArgumentReader<keyof FormulaArguments>(args);
  const skillId = reader.skillId('skillId');
  const skillType = reader.choice('skillType', skillTypes, 'custom');
  const offered = reader.refused('skillType') ? columnMetrics : columnMetricsFor(skillType);
  const names = reader.metrics('metric', offered);
  const metrics = partsOfAll(names.filter((name) => isMetricFor(name, skillType)));
  const period = reader.choice('period', periods, 'P1D');
  const stage = reader.choice('stage', stages, 'live');
  const options = parseOptions(args.options, reader.problems);
  if (!hasFilters) refuseFilters(reader, options);
  const calendar = calendarOf(period, options);
  const { tz: timeZone, days, week } = options;
  const named = { timeZone: days === 'utc' ? 'UTC' : timeZone, week };
  const context = { timeZone, now, calendar, named, serialShift };
  const start = reader.time('startTime', context, true);
  const end = reader.time('endTime', context, false);
  refuseRange(reader, end, args.endTime);
  const through = throughOf(options, reader, context, end);
  const { startTime, endTime, nothingYet } = timesOf({ start, end, through }, calendar, options, metrics, now);
  const intents = reader.names('intent', intentOf, "an intent's name such as AMAZON.HelpIntent");
  const locales = reader.names('locale', localeOf, 'a locale such as en-US');
  const headers = headersOf(reader);
  const query: Query = {
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
  const writtenAs = (reading: TimeReading | undefined, value: unknown): string | undefined =>
    reading?.isRelative === true ? shown(value) : undefined;
  const written = { timeZone, startTime: writtenAs(start, args.startTime), endTime: writtenAs(end, args.endTime) };
  const broken = [...skillTypeProblems(names, skillType), ...problemsOf(query, now, written)]
    // Metrics can only be checked against a valid skill type.
    .filter(({ argument }) => !(argument === 'metric' && reader.refused('skillType')))
    .filter(({ argument }) => !(argument === 'endTime' && reader.refused('endTime')))
    .map((problem) => namingColumns(problem, names))
    .map((problem) => asWritten(problem, args))
    .map((problem) => ofThrough(problem, options, momentText(startTime, timeZone)));
  const columns = columnsOf(args, reader.problems, facetsOf(options));
  const slices = slicesOf(query, names, options, now, reader.problems);
  const shift = serialShift === 0 ? {} : { serialShift };
  const table = { ...options, headers, columns, ...shift, ...(nothingYet === undefined ? {} : { nothingYet }) };
  return { request: { query, table, ...slices }, problems: [...reader.problems, ...broken] };
};

/**
 * Reads a formula into a checked query and the layout of its table. Times without a zone are in the option `tz`.
 *
 * @param now the instant from which relative times count
 * @param serialShift added to date serials; see `SerialShift`
 * @throws {FailureError} `invalid_query`, listing every problem at once
 *
 * @example
 * ```ts
 * const { query, table } = parseFormula(
 *   { skillId: 'amzn1.ask.skill.1', metric: 'totalSessions', startTime: '2026-08-01', endTime: '2026-09-01' },
 *   Date.now(),
 * );
 * query.period; // 'P1D'
 * new Date(query.endTime).toISOString(); // '2026-09-01T00:00:00.000Z', which is exclusive
 * table.headers; // 1
 * ```
 */
export const parseFormula = (args: FormulaArguments, now: Instant, serialShift: SerialShift = 0): FormulaRequest => {
  passErrors(args);
  const { request, problems } = readFormula(args, now, serialShift);
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  return request;
};
