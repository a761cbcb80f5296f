/** Reads the arguments of the worksheet function, as cells and forms really hold them. */
import { ArgumentReader } from './argument-reader';
import { metricNames, metricsFor, periods, skillTypes, stages } from './catalogue';
import { shown } from './cell-input';
import { passErrors } from './error-arguments';
import { FailureError, invalidQuery, type Problem } from './failure';
import type { Instant } from './instant';
import { parseOptions, type Options } from './options';
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

/** Reads a call of the worksheet function. Times without a zone are in `tz`; relative times count from `now`. */
export const readFormula = (args: FormulaArguments, now: Instant): FormulaReading => {
  const reader = new ArgumentReader<keyof FormulaArguments>(args);
  const skillId = reader.skillId('skillId');
  const skillType = reader.choice('skillType', skillTypes, 'custom');
  const metrics = reader.metrics('metric', reader.refused('skillType') ? metricNames : metricsFor(skillType));
  const period = reader.choice('period', periods, 'P1D');
  const stage = reader.choice('stage', stages, 'live');
  const options = parseOptions(args.options, reader.problems);
  const context = { timeZone: options.tz, now, period };
  const startTime = reader.time('startTime', context, true);
  const endTime = reader.time('endTime', context, false) ?? currentMinute(now);
  const intents = reader.names('intent', intentOf, "an intent's name such as AMAZON.HelpIntent");
  const locales = reader.names('locale', localeOf, 'a locale such as en-US');
  const headers = headersOf(reader);
  const question: Question = {
    skillId,
    metrics,
    startTime: startTime ?? now - 1,
    endTime: startTime === undefined ? now : endTime,
    period,
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
  return { request: { question, table: { ...options, headers } }, problems: [...reader.problems, ...broken] };
};

/** As readFormula. Throws a FailureError `invalid_query` that lists every problem at once. */
export const parseFormula = (args: FormulaArguments, now: Instant): FormulaRequest => {
  passErrors(args);
  const { request, problems } = readFormula(args, now);
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  return request;
};
