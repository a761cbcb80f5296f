/**
 * Reads a query from the parameters of `GET /api/metrics`. Nothing is guessed, because the add-in has read the formula.
 */
import { isMetricName, metricNames, periods, skillTypes, stages } from '../domain/catalog';
import { FailureError, invalidQuery, type Problem } from '../domain/failure';
import { type Instant, parseInstant } from '../domain/instant';
import type { Query } from '../query/query';
import { intentOf, isSkillId, localeOf, problemsOf } from '../query/validation';
import { wholeBuckets } from '../time/calendar';
import { timeZoneOf } from '../time/excel-time';

const single = ['skillId', 'startTime', 'endTime', 'period', 'tz', 'week', 'edges', 'stage', 'skillType', 'maxResults'];
const repeated = ['metric', 'intent', 'locale'];

class Params {
  readonly problems: Problem[] = [];
  readonly #values = new Map<string, string[]>();

  constructor(entries: Iterable<readonly [string, string]>) {
    for (const [name, value] of entries) this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
    for (const [name, values] of this.#values) {
      if (![...single, ...repeated].includes(name)) this.refuse(name, values.join(), 'no parameter of this call');
      else if (values.length > 1 && single.includes(name)) this.refuse(name, values.join(), 'one value');
    }
  }

  refuse(argument: string, value: string, accepted: string): void {
    this.problems.push({ argument, value, accepted });
  }

  all(name: string): readonly string[] {
    return [...new Set(this.#values.get(name) ?? [])];
  }

  read<T>(name: string, accepted: string, reader: (text: string) => T | undefined, fallback: T): T {
    const text = this.#values.get(name)?.[0] ?? '';
    const found = reader(text);
    if (found === undefined) this.refuse(name, text, accepted);
    return found ?? fallback;
  }

  names(name: string, accepted: string, reader: (text: string) => string | undefined): readonly string[] {
    const found = this.all(name).map((text) => {
      const known = reader(text);
      if (known === undefined) this.refuse(name, text, accepted);
      return known ?? text;
    });
    return [...new Set(found)];
  }

  choice<T extends string>(name: string, accepted: readonly [T, ...T[]]): T {
    return this.read(name, accepted.join(', '), (text) => accepted.find((one) => one === text), accepted[0]);
  }

  /** Like `choice`, but with the first of the values if the parameter is left out. */
  optional<T extends string>(name: string, accepted: readonly [T, ...T[]]): T {
    return this.#values.has(name) ? this.choice(name, accepted) : accepted[0];
  }
}

const skillIdOf = (text: string): string | undefined => (isSkillId(text) ? text : undefined);
const pageSize = (text: string): number | undefined =>
  /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= 100_000 ? Number(text) : undefined;

/**
 * The query in the parameters.
 *
 * @throws {FailureError} `invalid_query`, listing every problem at once
 *
 * @example
 * ```ts
 * const query = parseQueryParams(new URL(request.url).searchParams);
 * ```
 */
export const parseQueryParams = (entries: Iterable<readonly [string, string]>): Query => {
  const params = new Params(entries);
  const time = (name: string): Instant => params.read(name, 'an ISO 8601 time with a zone', parseInstant, Number.NaN);
  const metrics = params.all('metric');
  const unknown = metrics.filter((name) => !isMetricName(name));
  if (metrics.length === 0 || unknown.length > 0) params.refuse('metric', unknown.join(), metricNames.join(', '));
  const skillId = params.read('skillId', "the skill's ID, amzn1.ask.skill.…", skillIdOf, '');
  const range = { startTime: time('startTime'), endTime: time('endTime') };
  const period = params.choice('period', periods);
  const calendar = {
    period,
    timeZone: params.all('tz').length === 0 ? 'UTC' : params.read('tz', 'UTC or an IANA time zone', timeZoneOf, 'UTC'),
    week: params.optional('week', ['mon', 'sun']),
  };
  const edges = params.optional('edges', period === 'SINGLE' ? ['exact'] : ['whole', 'exact']);
  const asked: Query = {
    skillId,
    metrics: metrics.filter(isMetricName),
    ...range,
    ...calendar,
    edges,
    stage: params.choice('stage', stages),
    skillType: params.choice('skillType', skillTypes),
    intents: params.names('intent', "an intent's name such as AMAZON.HelpIntent", intentOf),
    locales: params.names('locale', 'a locale such as en-US', localeOf),
    ...(params.all('maxResults').length === 0
      ? {}
      : { maxResults: params.read('maxResults', 'a whole number from 1 to 100000', pageSize, 1) }),
  };
  const query = params.problems.length === 0 && edges === 'whole' ? { ...asked, ...wholeBuckets(asked, asked) } : asked;
  const problems = [...params.problems, ...(params.problems.length === 0 ? problemsOf(query) : [])];
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  return query;
};
