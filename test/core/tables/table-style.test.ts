import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../../../src/core/formula/options';
import type { Query } from '../../../src/core/query/query';
import { type ChartLook, tableLook } from '../../../src/core/tables/table-style';
import { query } from '../../support/core/queries';

const chartOf = (more: Partial<Query> = {}, zone: '0' | '1' = '0'): ChartLook | undefined => {
  const asked = query(more);
  return tableLook(asked, { ...defaultOptions, headers: 1, columns: asked.metrics.map((metric) => ({ metric })), zone })
    .chart;
};

describe('the chart of a table', () => {
  it.each([
    ['PT15M', 'Line', undefined],
    ['PT1H', 'Line', undefined],
    ['P1D', 'Line', 'Days'],
    ['P1W', 'ColumnClustered', undefined],
    ['P1M', 'ColumnClustered', 'Months'],
    ['P3M', 'ColumnClustered', undefined],
    ['P1Y', 'ColumnClustered', 'Years'],
    ['SINGLE', 'ColumnClustered', undefined],
  ] as const)('of %s is a %s over %s', (period, type, dateUnit) =>
    expect(chartOf({ period })).toMatchObject({ type, dateUnit }),
  );

  it('leaves out changes and words, which have another scale or none', () => {
    const columns = (['before', 'change', 'changePercent', 'expected', 'unusual'] as const).map((facet) => ({
      metric: 'totalSessions' as const,
      facet,
    }));
    const look = tableLook(query(), {
      ...defaultOptions,
      headers: 1,
      columns: [{ metric: 'totalSessions' }, ...columns],
    });
    expect(look.chart?.without).toEqual([2, 3, 5]);
  });

  it('begins after the times and their offsets', () => {
    expect([chartOf()?.before, chartOf({}, '1')?.before]).toEqual([1, 2]);
  });

  it.each<[Partial<Query>, string]>([
    [{ metrics: ['totalSessions', 'uniqueCustomers'] }, 'Total sessions, Unique customers'],
    [{ metrics: ['totalSessions'], locales: ['en-GB'] }, 'Total sessions – en-GB'],
    [{ metrics: ['totalSessions'], locales: ['en-GB', 'de-DE'] }, 'Total sessions'],
  ])('of %j is called "%s"', (more, title) => expect(chartOf(more)?.title).toBe(title));
});
