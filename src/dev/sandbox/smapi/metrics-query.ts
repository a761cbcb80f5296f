import {
  type Metric,
  metrics,
  metricsOf,
  type Period,
  periods,
  type SkillType,
  skillTypes,
  type Stage,
  stages,
} from '../data/metrics';
import { dayMs } from '../data/time';
import { constraint } from './errors';

/** A question for metrics that Amazon would answer. Instants are milliseconds since 1970. */
export interface MetricsQuery {
  readonly skillId: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly period: Period;
  readonly metric: Metric;
  readonly stage: Stage;
  readonly skillType: SkillType;
  readonly intent: string | undefined;
  readonly locale: string | undefined;
  /** As asked; undefined where it was not. */
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
}

type Given = Readonly<Record<string, string | undefined>>;

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const longestMs = 7 * dayMs;
const locale = /^[a-z]{2}-[A-Z]{2}$/;
const longest = { nextToken: 2047, intent: 255 };

/** Reads parameters one by one and gathers what is wrong with them. */
class Reader {
  readonly wrong: string[] = [];
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  refuse(name: string, must: string): void {
    this.wrong.push(constraint(this.#given[name], name, must));
  }

  one<T extends string>(name: string, values: readonly T[]): T | undefined {
    const found = values.find((one) => one === this.#given[name]);
    if (found === undefined) this.refuse(name, this.#missing(name) ?? `satisfy enum value set: [${values.join(', ')}]`);
    return found;
  }

  time(name: string): number | undefined {
    const value = this.#given[name] ?? '';
    const time = instant.test(value) ? Date.parse(value) : NaN;
    if (!Number.isNaN(time)) return time;
    this.refuse(name, this.#missing(name) ?? 'be an ISO 8601 date-time');
    return undefined;
  }

  text(name: string, pattern: RegExp, max: number): string | undefined {
    const value = this.#given[name];
    if (value === undefined) return undefined;
    if (!pattern.test(value)) this.refuse(name, `satisfy regular expression pattern: ${pattern.source}`);
    else if (value.length > max) this.refuse(name, `have length less than or equal to ${max}`);
    return value;
  }

  count(name: string, max: number): number | undefined {
    const value = this.#given[name];
    if (value === undefined) return undefined;
    if (!/^[1-9]\d{0,8}$/.test(value)) this.refuse(name, 'have value greater than or equal to 1');
    else if (Number(value) > max) this.refuse(name, `have value less than or equal to ${max}`);
    return Number(value);
  }

  #missing(name: string): string | undefined {
    const value = this.#given[name];
    return value === undefined || value === '' ? 'not be null' : undefined;
  }
}

interface Parts {
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly metric: Metric | undefined;
  readonly skillType: SkillType | undefined;
}

/** What parameters demand of each other. */
const agree = (reader: Reader, { startTime, endTime, metric, skillType }: Parts): void => {
  if (startTime !== undefined && endTime !== undefined) {
    if (endTime <= startTime) reader.refuse('endTime', 'be later than startTime');
    if (endTime - startTime > longestMs) reader.refuse('endTime', 'be at most one week later than startTime');
  }
  if (metric === undefined || skillType === undefined) return;
  const offered: readonly Metric[] = metricsOf[skillType];
  if (!offered.includes(metric))
    reader.refuse('metric', `be a metric of the skillType '${skillType}': [${offered.join(', ')}]`);
};

/**
 * The question in a request's parameters, or everything that is wrong with them.
 * Source: Amazon's pages "Metrics API v1"; parameter limits from the published model of SMAPI.
 *
 * @param most the largest maxResults that is not refused
 */
export const metricsQueryOf = (skillId: string, given: Given, most: number): MetricsQuery | readonly string[] => {
  const reader = new Reader(given);
  const startTime = reader.time('startTime');
  const endTime = reader.time('endTime');
  const period = reader.one('period', periods);
  const metric = reader.one('metric', metrics);
  const stage = reader.one('stage', stages);
  const skillType = reader.one('skillType', skillTypes);
  const intent = reader.text('intent', /./, longest.intent);
  const named = reader.text('locale', locale, 5);
  const nextToken = reader.text('nextToken', /./, longest.nextToken);
  const maxResults = reader.count('maxResults', most);
  agree(reader, { startTime, endTime, metric, skillType });
  if (
    reader.wrong.length > 0 ||
    startTime === undefined ||
    endTime === undefined ||
    period === undefined ||
    metric === undefined ||
    stage === undefined ||
    skillType === undefined
  )
    return reader.wrong;
  return {
    skillId,
    startTime,
    endTime,
    period,
    metric,
    stage,
    skillType,
    intent,
    locale: named,
    maxResults,
    nextToken,
  };
};
