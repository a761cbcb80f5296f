/**
 * GET /v1/skills/{skillId}/metrics.
 *
 * @see Amazon, "Metrics API v1"
 */
import * as v from 'valibot';
import type { AmazonPeriod, MetricName, SkillType, Stage } from '../../core/domain/catalog';
import { formatInstant, type Instant, parseInstant } from '../../core/domain/instant';
import { cannotBe, nextToken, pathOf, readResponse, type SmapiResponse } from '../http/exchange';
import { tidy } from '../http/failures';
import { checkSkill, skillIn } from './call';
import type { Ask } from './send';

/** One page of one metric. */
export interface MetricsRequest {
  readonly skillId: string;
  readonly metric: MetricName;
  /** Inclusive. */
  readonly startTime: Instant;
  /** At most seven days after `startTime`. */
  readonly endTime: Instant;
  readonly period: AmazonPeriod;
  readonly stage: Stage;
  readonly skillType: SkillType;
  /** Left out: all intents together. */
  readonly intent?: string;
  /** Left out: all locales together. */
  readonly locale?: string;
  /** Maximum number of points on the page. Left out: Amazon decides. */
  readonly maxResults?: number;
  /** From the page before. Left out: the first page. */
  readonly nextToken?: string;
}

/** A page as Amazon returned it: in any order, perhaps empty, and even then perhaps with a token. */
export interface MetricsPage {
  readonly timestamps: readonly Instant[];
  /** As many as there are timestamps. All are finite. */
  readonly values: readonly number[];
  /** Never empty. Left out on the last page. */
  readonly nextToken?: string;
}

/**
 * The request for a page of a metric.
 *
 * @param musicSkillType Amazon's name for music, radio and podcast skills, which its documentation doesn't state
 */
export const askMetrics = (request: MetricsRequest, musicSkillType: string): Ask => {
  const { skillId, startTime, endTime, metric, period, stage, skillType, intent, locale, maxResults } = request;
  return {
    path: pathOf('v1', 'skills', { skillId }, 'metrics'),
    params: {
      startTime: formatInstant(startTime),
      endTime: formatInstant(endTime),
      period,
      metric,
      stage,
      skillType: skillType === 'music' ? musicSkillType : skillType,
      ...(intent === undefined ? {} : { intent }),
      ...(locale === undefined ? {} : { locale }),
      ...(maxResults === undefined ? {} : { maxResults: String(maxResults) }),
      ...(request.nextToken === undefined ? {} : { nextToken: request.nextToken }),
    },
    what: `the metrics of ${skillIn(skillId, stage)}`,
    check: checkSkill,
  };
};

const timestamp = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Instant => {
    const instant = parseInstant(dataset.value);
    if (instant !== undefined) return instant;
    addIssue({ message: `should be an ISO 8601 time but is "${dataset.value}"` });
    return NEVER;
  }),
);

// JSON has no infinity, but 1e999 parses as one.
const value = v.pipe(v.number(), v.finite('should be a finite number but is beyond all bounds'));

const page = v.object({
  metric: v.nullish(v.string()),
  timestamps: v.array(timestamp),
  values: v.array(value),
  nextToken,
});

/**
 * The points and the token of a page.
 *
 * @throws {FailureError} `bad_answer`, if the page is for another metric, its arrays hold anything but times and finite
 * numbers, or they differ in length
 */
export const readMetrics = (answer: SmapiResponse, asked: MetricName): MetricsPage => {
  const { metric, timestamps, values, nextToken } = readResponse(page, answer);
  if ((metric ?? asked) !== asked) throw cannotBe(answer, `it tells ${tidy(metric ?? '')} where ${asked} was asked`);
  if (timestamps.length !== values.length)
    throw cannotBe(answer, `it has ${timestamps.length} timestamps but ${values.length} values`);
  return { timestamps, values, ...nextToken };
};
