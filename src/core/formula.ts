/** Reads the arguments of the worksheet function, as cells and forms really hold them. */
import { isMetricName, metricNames, metricsFor, periods, skillTypes, stages, type MetricName } from './catalogue';
import { listOf, namesOf, shown, type Scalar } from './cell-input';
import { FailureError, invalidQuery, type Problem } from './failure';
import { parseOptions, type Options } from './options';
import type { Question } from './question';
import { intentOf, isSkillId, localeOf, problemsOf } from './rules';
import { acceptedTimes, currentMinute, parseTime, type TimeContext } from './time-input';
import type { Instant } from './instant';

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

const squeezed = (text: string): string => text.replace(/[\s_-]+/g, '').toLowerCase();

class Reader {
  readonly problems: Problem[] = [];
  constructor(private readonly args: FormulaArguments) {}

  refuse(argument: keyof FormulaArguments, value: unknown, accepted: string): void {
    this.problems.push({ argument, value: shown(value), accepted });
  }

  refused(argument: keyof FormulaArguments): boolean {
    return this.problems.some((problem) => problem.argument === argument);
  }

  /** The one value of an argument; undefined where it is blank, or not one. */
  one(argument: keyof FormulaArguments, accepted: string): Scalar | undefined {
    const all = listOf(this.args[argument]);
    const list = all.length > 1 ? namesOf(this.args[argument]) : all;
    if (list.length > 1) this.refuse(argument, this.args[argument], `one value: ${accepted}`);
    return list.length === 1 ? list[0] : undefined;
  }

  /** An enumeration's value whatever its case and spacing; 0 is what an empty cell may arrive as. */
  choice<T extends string>(argument: keyof FormulaArguments, accepted: readonly [T, ...T[]], omitted: T): T {
    const value = this.one(argument, accepted.join(', '));
    if (value === undefined || value === 0) return omitted;
    const found = accepted.find((one) => squeezed(one) === squeezed(String(value)));
    if (found === undefined) this.refuse(argument, value, accepted.join(', '));
    return found ?? omitted;
  }

  skillId(): string {
    const accepted = "the skill's ID, amzn1.ask.skill.…";
    const value = this.one('skillId', accepted);
    const text = String(value === 0 ? '' : (value ?? '')).replace(/^amzn1\.ask\.skill\./i, 'amzn1.ask.skill.');
    if (!isSkillId(text) && !this.refused('skillId')) this.refuse('skillId', text, accepted);
    return text;
  }

  metrics(offered: readonly MetricName[]): readonly MetricName[] {
    const list = [...new Set(namesOf(this.args.metric).map(String))];
    if (list.length === 0) this.refuse('metric', '', offered.join(', '));
    const found = list.map((text) => metricNames.find((name) => squeezed(name) === squeezed(text)) ?? text);
    for (const name of found) if (!isMetricName(name)) this.refuse('metric', name, offered.join(', '));
    return [...new Set(found.filter(isMetricName))];
  }

  time(argument: 'startTime' | 'endTime', context: TimeContext): Instant | undefined {
    const value = this.one(argument, acceptedTimes);
    const blank = value === undefined || value === 0;
    if (blank && argument === 'startTime' && !this.refused(argument)) this.refuse(argument, '', acceptedTimes);
    if (blank) return undefined;
    const instant = parseTime(value, context);
    if (instant === undefined) this.refuse(argument, value, acceptedTimes);
    return instant;
  }

  names(argument: 'intent' | 'locale', read: (text: string) => string | undefined, accepted: string): string[] {
    const found = namesOf(this.args[argument]).map((value) => {
      const name = read(String(value));
      if (name === undefined) this.refuse(argument, value, accepted);
      return name;
    });
    return [...new Set(found.filter((name) => name !== undefined))];
  }

  headers(): 0 | 1 | 2 {
    const accepted = '0 none, 1 header row, 2 identifying row and header row';
    const value = this.one('headers', accepted);
    const found = value === undefined ? 1 : ([0, 1, 2] as const).find((mode) => mode === Number(value));
    if (found === undefined) this.refuse('headers', value, accepted);
    return found ?? 1;
  }
}

/** Times as the person wrote them, beside the moment that was understood: a serial or a relative word shows no date. */
const asWritten = (problem: Problem, args: FormulaArguments): Problem => {
  const { argument, value } = problem;
  if (argument !== 'startTime' && argument !== 'endTime') return problem;
  const text = shown(args[argument]);
  return text === '' || text === value ? problem : { ...problem, value: `${text} (${value})` };
};

/**
 * Reads a call of the worksheet function. Times without a zone are in `tz`; relative times count from `now`. Throws a
 * FailureError `invalid_query` that lists every problem at once.
 */
export const parseFormula = (args: FormulaArguments, now: Instant): FormulaRequest => {
  const reader = new Reader(args);
  const skillId = reader.skillId();
  const skillType = reader.choice('skillType', skillTypes, 'custom');
  const metrics = reader.metrics(reader.refused('skillType') ? metricNames : metricsFor(skillType));
  const period = reader.choice('period', periods, 'P1D');
  const stage = reader.choice('stage', stages, 'live');
  const options = parseOptions(args.options, reader.problems);
  const context = { timeZone: options.tz, now, period };
  const startTime = reader.time('startTime', context);
  const endTime = reader.time('endTime', context) ?? currentMinute(now);
  const intents = reader.names('intent', intentOf, "an intent's name such as AMAZON.HelpIntent");
  const locales = reader.names('locale', localeOf, 'a locale such as en-US');
  const headers = reader.headers();
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
  const problems = [...reader.problems, ...broken];
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  return { question, table: { ...options, headers } };
};
