/**
 * What the sandbox answers, as pure functions: what a metric is worth in a bucket of time. Any moment can be computed
 * from the seed alone, so that a test can know the truth without asking the sandbox.
 */
import type { Metric, Period, Stage } from './metrics';
import { chance } from './random';
import type { Skill } from './skill';
import { dayMs, floorTo, hourMs, quarterMs } from './time';
import { type Count, countIn, type Stream, streamsOf, stretchOf } from './traffic';

/** Instants are milliseconds since 1970. */
export interface MetricsQuestion {
  readonly seed: string;
  readonly skill: Skill;
  readonly metric: Metric;
  readonly stage: Stage;
  readonly startTime: number;
  readonly endTime: number;
  readonly period: Period;
  readonly intent?: string | undefined;
  readonly locale?: string | undefined;
  /** Nothing is known that comes after it. */
  readonly now: number;
  /** Minutes that a finished quarter-hour may take until it is counted; each takes its own time. Default 0. */
  readonly lagMinutes?: number;
  /** Whether the quarter-hour that begins at endTime is still asked for. Default false. */
  readonly endInclusive?: boolean;
}

export interface Point {
  readonly time: number;
  readonly value: number;
}

/** A stretch of time, its end exclusive, and the instant under which it is told. */
export interface Bucket {
  readonly time: number;
  readonly from: number;
  readonly to: number;
}

const stepOf = { PT15M: quarterMs, PT1H: hourMs, P1D: dayMs };

/**
 * The buckets of a question, ascending. They lie on UTC edges: the first may be told under an instant before startTime,
 * but holds only what lies within the question. SINGLE is one bucket, told under startTime.
 */
export const bucketsOf = (question: MetricsQuestion): readonly Bucket[] => {
  const { period, startTime, now, endInclusive = false } = question;
  const endTime = endInclusive ? floorTo(question.endTime, quarterMs) + quarterMs : question.endTime;
  if (period === 'SINGLE') return startTime < now ? [{ time: startTime, from: startTime, to: endTime }] : [];
  const step = stepOf[period];
  const buckets: Bucket[] = [];
  for (let time = floorTo(startTime, step); time < Math.min(endTime, now); time += step) {
    buckets.push({ time, from: Math.max(time, startTime), to: Math.min(time + step, endTime) });
  }
  return buckets;
};

const arrived = (stream: Stream, quarter: number, { now, lagMinutes = 0 }: MetricsQuestion): boolean =>
  (quarter + 1) * quarterMs + chance(stream.key, quarter, 90) * lagMinutes * 60_000 <= now;

type Sum = (count: Count, bucket: Bucket) => number;

/** How often things happened; a quarter-hour belongs to the bucket in which it begins. */
const sumOf = (question: MetricsQuestion): Sum => {
  const { seed, skill, stage, locale, intent, now } = question;
  const streams = streamsOf(seed, skill, stage, locale);
  const stretch = stretchOf(skill, intent);
  return (count, { from, to }) => {
    const last = Math.min(Math.ceil(to / quarterMs), Math.floor(now / quarterMs));
    let sum = 0;
    for (const stream of streams) {
      for (let quarter = Math.ceil(from / quarterMs); quarter < last; quarter += 1) {
        if (arrived(stream, quarter, question)) sum += countIn(count, stream, quarter, stretch);
      }
    }
    return sum;
  };
};

const rounded = (value: number): number => Math.round(value * 100) / 100;
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : rounded(part / whole));

/** What a visit is, for each kind of skill. */
const visits = {
  custom: 'totalSessions',
  flashBriefing: 'totalSessions',
  smartHome: 'totalUtterances',
  music: 'playQueuesCount',
  video: 'totalSessions',
} as const;

/**
 * People come back within a bucket: of a pool of P people, n visits reach P(1 − e^(−n/P)). The curve is concave, so a day
 * has fewer customers than its hours have together, and never more customers than visits.
 */
const customers = ({ skill, stage }: MetricsQuestion, visited: number): number => {
  const pool = Math.max(3, (stage === 'live' ? skill.perDay : 18) * 5);
  return Math.ceil(pool * -Math.expm1(-visited / pool));
};

/**
 * What a question's metric is worth in a bucket: a whole number, but for means and rates with two decimals. Durations are
 * seconds.
 */
export const meterOf = (question: MetricsQuestion): ((bucket: Bucket) => number) => {
  const { metric, skill } = question;
  const sum = sumOf(question);
  if (metric === 'uniqueCustomers') return (bucket) => customers(question, sum(visits[skill.api], bucket));
  if (metric === 'averagePlayQueueLength')
    return (bucket) => ratio(sum('totalPlayQueuesDuration', bucket), sum('playQueuesCount', bucket));
  if (metric === 'successfulPlayQueueRate')
    return (bucket) => ratio(100 * sum('successfulPlayQueues', bucket), sum('playQueuesCount', bucket));
  return (bucket) => sum(metric, bucket);
};

/** All points of a question, ascending, zeros included, over any length of time. */
export const pointsOf = (question: MetricsQuestion): readonly Point[] => {
  const meter = meterOf(question);
  return bucketsOf(question).map((bucket) => ({ time: bucket.time, value: meter(bucket) }));
};
