import { describe, expect, it } from 'vitest';
import {
  amazonBucketMs,
  catalogue,
  isMetricName,
  maxWindowMs,
  metricNames,
  metricOf,
  metricsFor,
} from '../../../src/core/domain/catalog';

describe('the catalogue', () => {
  // Amazon's page "Metrics API v1", section "Skill metric values by skill type".
  it.each([
    [
      'custom',
      [
        'uniqueCustomers',
        'totalEnablements',
        'totalUtterances',
        'successfulUtterances',
        'failedUtterances',
        'totalSessions',
        'successfulSessions',
        'incompleteSessions',
        'userEndedSessions',
        'skillEndedSessions',
      ],
    ],
    ['smartHome', ['uniqueCustomers', 'totalEnablements', 'totalUtterances']],
    ['flashBriefing', ['uniqueCustomers', 'totalEnablements', 'totalSessions']],
    [
      'music',
      [
        'uniqueCustomers',
        'playQueuesCount',
        'totalPlayQueuesDuration',
        'averagePlayQueueLength',
        'successfulPlayQueueRate',
      ],
    ],
  ] as const)("offers Amazon's metrics for %s skills", (skillType, metrics) => {
    expect(metricsFor(skillType)).toEqual(metrics);
  });

  it('knows 14 metrics, each with a line that explains it', () => {
    expect(metricNames).toHaveLength(14);
    expect(new Set(metricNames.map((name) => metricOf(name).meaning)).size).toBe(14);
  });

  it('adds up windows of everything but distinct counts, means and rates', () => {
    expect(metricNames.filter((name) => !catalogue[name].additive)).toEqual([
      'uniqueCustomers',
      'averagePlayQueueLength',
      'successfulPlayQueueRate',
    ]);
  });

  it('waits a day for enablements, and two hours for everything else', () => {
    expect(metricNames.filter((name) => metricOf(name).lagHours !== 2)).toEqual(['totalEnablements']);
    expect(metricOf('totalEnablements').lagHours).toBe(24);
  });

  it('takes names as Amazon writes them, and none that every object has', () => {
    expect(isMetricName('totalSessions')).toBe(true);
    expect(isMetricName('TotalSessions')).toBe(false);
    expect(isMetricName('toString')).toBe(false);
  });

  it('knows the length of buckets and of the longest window', () => {
    expect(amazonBucketMs('PT15M')).toBe(900_000);
    expect(amazonBucketMs('PT1H')).toBe(3_600_000);
    expect(amazonBucketMs('P1D')).toBe(86_400_000);
    expect(amazonBucketMs('SINGLE')).toBeUndefined();
    expect(maxWindowMs).toBe(604_800_000);
  });
});
