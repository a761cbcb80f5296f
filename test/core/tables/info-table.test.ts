import { describe, expect, it } from 'vitest';
import { infoTable } from '../../../src/core/tables/info-table';
import { answer, at, query } from '../../support/core/queries';

const serial = (wall: string): number => (Date.parse(`${wall}Z`) + 25_569 * 86_400_000) / 86_400_000;
const asked = query({
  metrics: ['totalSessions', 'uniqueCustomers'],
  startTime: at('2026-08-01T00:00:00Z'),
  endTime: at('2026-08-31T00:00:00Z'),
  period: 'P1D',
});
const series = asked.metrics.map((metric) => ({
  metric,
  timestamps: [at('2026-08-01T00:00:00Z'), at('2026-08-02T00:00:00Z')],
  values: [1, 2],
}));

describe('infoTable', () => {
  it('shows range, freshness and cost of an answer, and the IDs of its requests', () => {
    const found = answer({ series, requests: 10, pages: 10, requestIds: ['id-1', 'id-2'] });
    expect(infoTable(asked, found, { tz: 'UTC', names: 'people' })).toEqual([
      ['Start (UTC)', serial('2026-08-01T00:00')],
      ['End (UTC)', serial('2026-08-31T00:00')],
      ['Days of', 'UTC'],
      ['Rows', 'whole'],
      ['Fetched at (UTC)', serial('2026-11-22T14:37')],
      ['Provisional from (UTC)', 'none: all values are final'],
      ['Series', 2],
      ['Points', 4],
      ['Source: Total sessions', "Amazon's own values"],
      ['Source: Unique customers', "Amazon's own values"],
      ['Windows of up to 7 days', 10],
      ['Requests to Amazon', 10],
      ['Pages', 10],
      ['Request ID', 'id-1'],
      ['Request ID', 'id-2'],
    ]);
  });

  it('says that a total counts a repeated hour twice', () => {
    const total = { ...asked, period: 'SINGLE', edges: 'exact', startTime: at('2026-10-24T22:00:00Z') } as const;
    const told = (endTime: number, tz: string): boolean =>
      infoTable({ ...total, endTime }, answer({ series }), { tz, names: 'people' }).some(
        ([name, what]) => name === 'Clocks go back' && what === 'the hour that comes twice counts twice',
      );
    expect(told(at('2026-10-25T23:00:00Z'), 'Europe/Berlin')).toBe(true);
    // 02:00 to 03:00, as the clocks show it twice.
    expect(told(at('2026-10-25T02:00:00Z'), 'Europe/Berlin')).toBe(true);
    expect(told(at('2026-10-25T01:00:00Z'), 'Europe/Berlin')).toBe(false);
    expect(told(at('2026-10-25T23:00:00Z'), 'UTC')).toBe(false);
  });

  it('names points that are stamped off the edges of buckets', () => {
    const strays = series.map((one) => ({ ...one, offGrid: 2 }));
    expect(infoTable(asked, answer({ series: strays }), { tz: 'UTC', names: 'people' })).toContainEqual([
      "Times off the edges of Amazon's buckets",
      4,
    ]);
  });

  it('counts the windows that the answer is made of', () => {
    expect(infoTable(asked, answer({ series, windows: 7 }), { tz: 'UTC', names: 'people' })).toContainEqual([
      'Windows of up to 7 days',
      7,
    ]);
  });

  it('counts no windows of the future', () => {
    const found = answer({ series, fetchedAt: at('2026-08-03T12:00:00Z') });
    expect(infoTable(asked, found, { tz: 'UTC', names: 'people' })).toContainEqual(['Windows of up to 7 days', 2]);
  });

  it('shows times in the zone of the options', () => {
    const found = answer({ series, provisionalFrom: at('2026-08-30T00:00:00Z'), requestIds: [] });
    const table = infoTable(asked, found, { tz: 'Europe/Berlin', names: 'people' });
    expect(table).toContainEqual(['Start (Europe/Berlin)', serial('2026-08-01T02:00')]);
    expect(table).toContainEqual(['Fetched at (Europe/Berlin)', serial('2026-11-22T15:37')]);
    expect(table).toContainEqual(['Provisional from (Europe/Berlin)', serial('2026-08-30T02:00')]);
  });

  it('says whose days the rows are, and how each metric was requested', () => {
    const berlin = { ...asked, period: 'P1W', timeZone: 'Europe/Berlin' } as const;
    const [sessions, customers] = series;
    const found = answer({
      series: [
        { ...sessions, metric: 'totalSessions', timestamps: [], values: [], sources: ['PT1H', 'P1D'] },
        { ...customers, metric: 'uniqueCustomers', timestamps: [], values: [], sources: ['SINGLE'] },
      ],
    });
    const table = infoTable(berlin, found, { tz: 'Europe/Berlin', names: 'people' });
    expect(table).toContainEqual(['Days of', 'Europe/Berlin']);
    expect(table).toContainEqual(['Source: Total sessions', 'summed from hours and UTC days']);
    expect(table).toContainEqual(['Source: Unique customers', 'asked as one value each']);
  });

  it("calls metrics by Amazon's names where these are wanted", () => {
    const table = infoTable(asked, answer({ series }), { tz: 'UTC', names: 'api' });
    expect(table).toContainEqual(['Source: totalSessions', "Amazon's own values"]);
  });

  it('says which rows the range cuts', () => {
    const cut = { ...asked, startTime: at('2026-08-01T04:00:00Z'), edges: 'exact' } as const;
    expect(infoTable(cut, answer({ series }), { tz: 'UTC', names: 'people' })).toContainEqual([
      'Rows',
      'first row cut',
    ]);
    const both = { ...cut, endTime: at('2026-08-30T04:00:00Z') };
    expect(infoTable(both, answer({ series }), { tz: 'UTC', names: 'people' })).toContainEqual([
      'Rows',
      'first and last row cut',
    ]);
    // It was asked before the last of its rows began.
    const early = answer({ series, fetchedAt: at('2026-08-10T12:00:00Z') });
    expect(infoTable(both, early, { tz: 'UTC', names: 'people' })).toContainEqual(['Rows', 'first row cut']);
  });
});
