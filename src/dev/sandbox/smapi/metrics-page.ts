import * as v from 'valibot';
import { dataEnd, sealSecret, type World } from '../context';
import { type Bucket, bucketsOf, meterOf, type MetricsQuestion, type Point } from '../data/ground-truth';
import { keyOf, shuffled } from '../data/random';
import type { Skill } from '../data/skill';
import { dayMs, iso } from '../data/time';
import { seal, unseal } from '../seal';
import type { Settings } from '../settings';
import type { MetricsQuery } from './metrics-query';

/** A page as Amazon's model has it: GetMetricDataResponse. */
export interface MetricsPage {
  readonly metric: string;
  readonly timestamps: readonly string[];
  readonly values: readonly number[];
  readonly nextToken?: string;
}

export interface PageOptions {
  /** Points a page, at most. */
  readonly size: number;
  readonly order: Settings['order'];
}

const position = v.object({ of: v.number(), at: v.number(), until: v.number() });

/** A token belongs to its question; the size of the pages may change on the way. */
const fingerprint = (query: MetricsQuery): number =>
  keyOf(JSON.stringify({ ...query, maxResults: undefined, nextToken: undefined }));

/** Where a token leads to, or undefined where it leads nowhere: not ours, another question's, or older than 24 hours. */
const startOf = (world: World, query: MetricsQuery, token: string | undefined): number | undefined => {
  if (token === undefined) return 0;
  const parsed = v.safeParse(position, unseal(sealSecret(world), 'metrics', token));
  if (!parsed.success) return undefined;
  const { of, at, until } = parsed.output;
  return of === fingerprint(query) && world.now() < until ? at : undefined;
};

const questionOf = (world: World, skill: Skill, query: MetricsQuery): MetricsQuestion => ({
  ...query,
  skill,
  seed: world.settings.seed,
  now: dataEnd(world),
  lagMinutes: world.settings.lagMinutes,
  endInclusive: world.settings.endTime === 'inclusive',
});

const ordered = (buckets: readonly Bucket[], order: Settings['order'], query: MetricsQuery): readonly Bucket[] => {
  if (order === 'ascending') return buckets;
  return order === 'descending' ? buckets.toReversed() : shuffled(buckets, fingerprint(query));
};

interface Slice {
  readonly points: readonly Point[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: number | undefined;
}

const sliceOf = (
  question: MetricsQuestion,
  buckets: readonly Bucket[],
  start: number,
  size: number,
  zeros: boolean,
): Slice => {
  const points: Point[] = [];
  const meter = meterOf(question);
  for (let at = start; at < buckets.length; at += 1) {
    if (points.length === size) return { points, next: at };
    const bucket = buckets[at];
    if (bucket === undefined) break;
    const value = meter(bucket);
    if (zeros || value !== 0) points.push({ time: bucket.time, value });
  }
  return { points, next: undefined };
};

/** The page to which a token leads (the first, without one), or undefined where the token leads nowhere. */
export const metricsPage = (
  world: World,
  skill: Skill,
  query: MetricsQuery,
  token: string | undefined,
  { size, order }: PageOptions,
): MetricsPage | undefined => {
  const start = startOf(world, query, token);
  if (start === undefined) return undefined;
  const question = questionOf(world, skill, query);
  // A skill has no data under a type that it does not have.
  const buckets = skill.api === query.skillType ? ordered(bucketsOf(question), order, query) : [];
  const { points, next } = sliceOf(question, buckets, start, size, world.settings.zeros === 'given');
  return {
    metric: query.metric,
    timestamps: points.map(({ time }) => iso(time)),
    values: points.map(({ value }) => value),
    ...(next === undefined
      ? {}
      : {
          nextToken: seal(sealSecret(world), 'metrics', {
            of: fingerprint(query),
            at: next,
            until: world.now() + dayMs,
          }),
        }),
  };
};
