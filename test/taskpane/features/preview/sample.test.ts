import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../../../src/core/domain/catalog';
import { FailureError } from '../../../../src/core/domain/failure';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../../../src/core/formula/parse-formula';
import type { Answer } from '../../../../src/core/query/query';
import { sampleOf } from '../../../../src/taskpane/features/preview/sample';
import { now, skillId } from '../../../support/taskpane/fakes';

const day = 86_400_000;
const start = Date.parse('2026-08-01');
const request = (more: Partial<FormulaArguments> = {}): FormulaRequest =>
  parseFormula({ skillId, metric: 'totalSessions', startTime: '2026-08-01', endTime: '2026-08-13', ...more }, now);
const series = (values: readonly number[], metric: MetricName = 'totalSessions') => ({
  metric,
  timestamps: values.map((_, index) => start + index * day),
  values,
});
const answer = (...all: Answer['series']): Answer => ({
  series: all,
  fetchedAt: now,
  requests: 1,
  pages: 1,
  requestIds: [],
});
const twelve = Array.from({ length: 12 }, (_, index) => 1000 + index);

describe('the sample of an answer', () => {
  it('has the first rows as the sheet will show them, and all points of its lines', () => {
    const sample = sampleOf(request(), [answer(series(twelve))]);
    expect(sample.headers).toEqual(['Date (UTC)', 'Total sessions']);
    expect(sample.rows).toHaveLength(8);
    expect(sample.rows[0]).toEqual(['2026-08-01', '1,000']);
    expect(sample.rowCount).toBe(12);
    expect(sample.times).toHaveLength(12);
    expect(sample.times[0]).toBe(start / 1000);
    expect(sample.lines).toEqual([twelve]);
  });

  it('shows headers and columns whatever the cells will have, in the order that they will', () => {
    const options = 'order=desc; layout=rows; tz=Asia/Tokyo';
    const sample = sampleOf(request({ headers: 0, options, period: 'PT1H' }), [answer(series([1, 2]))]);
    expect(sample.headers).toEqual(['Time (Asia/Tokyo)', 'Total sessions']);
    expect(sample.rows.map(([time]) => time)).toEqual(['2026-08-02 09:00', '2026-08-01 09:00']);
    expect(sample.lines).toEqual([[1, 2]]);
  });

  it('shows days of a zone as dates', () => {
    const midnights = [Date.parse('2026-07-31T15:00Z'), Date.parse('2026-08-01T15:00Z')];
    const days = { metric: 'totalSessions', timestamps: midnights, values: [1, 2] } as const;
    const sample = sampleOf(request({ options: 'tz=Asia/Tokyo' }), [answer(days)]);
    expect(sample.headers).toEqual(['Date (Asia/Tokyo)', 'Total sessions']);
    expect(sample.rows.map(([time]) => time)).toEqual(['2026-08-01', '2026-08-02']);
  });

  it('shows shares as percentages, and changes with their sign', () => {
    const parts = [series([90, 30], 'successfulUtterances'), series([100, 40], 'totalUtterances')];
    const before = [series([50, 10], 'successfulUtterances'), series([100, 40], 'totalUtterances')].map((one) => ({
      ...one,
      timestamps: one.timestamps.map((time) => time - 7 * day),
    }));
    const options = 'compare=week';
    const sample = sampleOf(request({ metric: 'successRate', endTime: '2026-08-03', options }), [
      answer(...parts),
      answer(...before),
    ]);
    expect(sample.headers.slice(1)).toEqual(['Success rate', 'Week before', 'Change in points', 'Change %']);
    expect(sample.rows[0]).toEqual(['2026-08-01', '90.0%', '50.0%', '+40.0%', '+80.0%']);
  });

  it('leaves gaps in lines where Amazon has nothing', () => {
    const all = answer(series([1, 2, 3]), { ...series([7], 'uniqueCustomers') });
    const sample = sampleOf(request({ metric: [['totalSessions', 'uniqueCustomers']] }), [all]);
    expect(sample.rows[2]).toEqual(['2026-08-03', '3', '']);
    expect(sample.lines[1]).toEqual([7, null, null]);
  });

  it('says from when on values may still change', () => {
    const sample = sampleOf(request(), [{ ...answer(series(twelve)), provisionalFrom: start + 10 * day }]);
    expect(sample.provisionalFrom).toBe('2026-08-11');
    const there = sampleOf(request({ options: 'tz=Asia/Tokyo', period: 'PT1H' }), [
      { ...answer(series(twelve)), provisionalFrom: start + 10 * day },
    ]);
    expect(there.provisionalFrom).toBe('2026-08-11 09:00');
  });

  it('fails as the cell would where there is nothing', () => {
    expect(() => sampleOf(request(), [answer(series([]))])).toThrow(FailureError);
  });
});
