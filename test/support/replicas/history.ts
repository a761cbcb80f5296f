/** Queries about days that are long over, and what is true of them. */
import { type MetricName, metricsFor } from '../../../src/core/domain/catalog';
import type { Answer, Query, Series } from '../../../src/core/query/query';
import type { Sandbox } from '../../../src/dev/sandbox/sandbox';
import { amazonPeriod } from '../amazon/amazon-period';
import { dailySessions } from '../amazon/daily-sessions';
import { skillId } from '../relay/environment';

const dayMs = 86_400_000;
const startTime = Date.UTC(2026, 3, 6);

const unasked = [...metricsFor('custom')];

/** A metric that no test has asked for, so that nothing is known of it. */
export const newMetric = (): MetricName => {
  const metric = unasked.shift();
  if (metric === undefined) throw new Error('every metric has been asked for');
  return metric;
};

/** Quarter-hours of so many days in spring. */
export const quarterHours = (metric: MetricName, days: number): Query =>
  dailySessions({ skillId, startTime, endTime: startTime + days * dayMs }, { metrics: [metric], period: 'PT15M' });

/** What Amazon has of the query's one series, zeros included. */
export const truthOf = (sandbox: Sandbox, { metrics: [metric = 'totalSessions'], ...rest }: Query): Series => {
  const { startTime: from, endTime } = rest;
  const period = amazonPeriod(rest.period);
  const points = sandbox.truth({
    skillId,
    metric,
    period,
    startTime: from,
    endTime,
    intent: undefined,
    locale: undefined,
  });
  return { metric, timestamps: points.map(({ time }) => time), values: points.map(({ value }) => value) };
};

/** The fewest pages of 50 that hold the query's points. */
export const pagesOf = (sandbox: Sandbox, query: Query): number =>
  Math.ceil(truthOf(sandbox, query).values.length / 50);

export const seriesIn = ({ series }: Answer): Series | undefined => series[0];
