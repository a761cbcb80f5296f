/** GET /v1/skills/{skillId}/metrics. Source: Amazon's page "Metrics API v1". */
import * as v from 'valibot';
import type { MetricName, AmazonPeriod, SkillType, Stage } from '../../core/domain/catalog';
import { formatInstant, parseInstant, type Instant } from '../../core/domain/instant';
import { cannotBe, nextToken, readResponse, type SmapiResponse } from '../http/response';
import { pathOf } from '../http/endpoint';
import type { Ask } from './send';
import { tidy } from '../http/error-text';
import { checkSkill, skillIn } from './call';

export interface MetricsRequest {
  readonly skillId: string;
  readonly metric: MetricName;
  readonly startTime: Instant;
  readonly endTime: Instant;
  readonly period: AmazonPeriod;
  readonly stage: Stage;
  readonly skillType: SkillType;
  readonly intent?: string;
  readonly locale?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** As Amazon gave it: in no certain order, perhaps empty, perhaps with a token all the same. */
export interface MetricsPage {
  readonly timestamps: readonly Instant[];
  /** As many as timestamps; all finite. */
  readonly values: readonly number[];
  /** Never empty; left out on the last page. */
  readonly nextToken?: string;
}

/** `musicSkillType` is the wire's name for music, radio and podcast skills, which Amazon's page does not give. */
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

// JSON has no infinity, but 1e999 reads as one.
const value = v.pipe(v.number(), v.finite('should be a finite number but is beyond all bounds'));

const page = v.object({
  metric: v.nullish(v.string()),
  timestamps: v.array(timestamp),
  values: v.array(value),
  nextToken,
});

/** Throws `bad_answer` where it is about another metric, or its arrays are not what they should be or not of one length. */
export const readMetrics = (answer: SmapiResponse, asked: MetricName): MetricsPage => {
  const { metric, timestamps, values, nextToken } = readResponse(page, answer);
  if ((metric ?? asked) !== asked) throw cannotBe(answer, `it tells ${tidy(metric ?? '')} where ${asked} was asked`);
  if (timestamps.length !== values.length)
    throw cannotBe(answer, `it has ${timestamps.length} timestamps but ${values.length} values`);
  return { timestamps, values, ...nextToken };
};
