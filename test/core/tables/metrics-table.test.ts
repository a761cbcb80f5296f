import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../../../src/core/formula/options';
import type { TableOptions } from '../../../src/core/formula/parse-formula';
import type { Answer, Query, Series } from '../../../src/core/query/query';
import { type Cell } from '../../../src/core/tables/metrics-table';
import { answer, at, query } from '../../support/core/queries';
import { toTable } from '../../support/core/to-table';

/** The serial that Excel shows as this date and time. */
const serial = (wall: string): number => (Date.parse(`${wall}Z`) + 25_569 * 86_400_000) / 86_400_000;
const day = (date: string): number => serial(`${date}T00:00`);
type Layout = Omit<TableOptions, 'columns'>;
const table = (more: Partial<Layout> = {}): Layout => ({ ...defaultOptions, headers: 0, ...more });
const notGiven = { unavailable: 'Amazon gave no value for this.' };
const days = (
  metric: Series['metric'],
  values: Readonly<Record<string, number>>,
  key: Partial<Series> = {},
): Series => ({
  metric,
  ...key,
  timestamps: Object.keys(values).map((date) => at(`${date}T00:00:00Z`)),
  values: Object.values(values),
});
/** A column for each series of the answer. */
const cells = (asked: Query, given: Answer, options: Layout): Cell[][] =>
  toTable(asked, given, {
    ...options,
    columns: given.series.map(({ metric, intent, locale }) => ({
      metric,
      ...(intent === undefined ? {} : { intent }),
      ...(locale === undefined ? {} : { locale }),
    })),
  });
const daily = (more: Partial<Query> = {}): Query =>
  query({
    metrics: ['totalSessions'],
    period: 'P1D',
    startTime: at('2026-08-01T00:00:00Z'),
    endTime: at('2026-08-05T00:00:00Z'),
    ...more,
  });
const sessions = days('totalSessions', { '2026-08-01': 10, '2026-08-03': 30, '2026-08-04': 40 });

describe('toTable', () => {
  it('has a row for each point: its time as a serial number, and its value', () => {
    expect(cells(daily(), answer({ series: [sessions] }), table())).toEqual([
      [day('2026-08-01'), 10],
      [day('2026-08-03'), 30],
      [day('2026-08-04'), 40],
    ]);
  });

  it('shows times on the clocks of the zone', () => {
    const rows = cells(daily({ period: 'PT1H' }), answer({ series: [sessions] }), table({ tz: 'Europe/Berlin' }));
    expect(rows[0]).toEqual([serial('2026-08-01T02:00'), 10]);
  });

  it('shows days, weeks and months as dates of their own calendar', () => {
    const asked = daily({ period: 'P1W', timeZone: 'Europe/Berlin', edges: 'whole' });
    const weeks: Series = { metric: 'totalSessions', timestamps: [at('2026-10-25T23:00:00Z')], values: [7] };
    expect(cells(asked, answer({ series: [weeks] }), table({ headers: 1, tz: 'Europe/Berlin' }))).toEqual([
      ['Week (Europe/Berlin)', 'Total sessions'],
      [day('2026-10-26'), 7],
    ]);
    const utc = { headers: 1, tz: 'America/New_York', days: 'utc' } as const;
    expect(cells(daily(), answer({ series: [sessions] }), table(utc)).slice(0, 2)).toEqual([
      ['Date (UTC)', 'Total sessions'],
      [day('2026-08-01'), 10],
    ]);
  });

  it('distinguishes the two passes of a repeated hour by a column for the offset', () => {
    const hours: Series = {
      metric: 'totalSessions',
      timestamps: [at('2026-10-25T00:00:00Z'), at('2026-10-25T01:00:00Z')],
      values: [1, 2],
    };
    const options = { tz: 'Europe/Berlin', headers: 1, zone: '1' } as const;
    const both = serial('2026-10-25T02:00');
    expect(cells(daily({ period: 'PT1H' }), answer({ series: [hours] }), table(options))).toEqual([
      ['Time (Europe/Berlin; clocks go back)', 'UTC offset', 'Total sessions'],
      [both, '+02:00', 1],
      [both, '+01:00', 2],
    ]);
    const latestFirst = cells(
      daily({ period: 'PT1H' }),
      answer({ series: [hours] }),
      table({ ...options, order: 'desc' }),
    );
    expect(latestFirst.map(([, offset]) => offset)).toEqual(['UTC offset', '+01:00', '+02:00']);
    expect(latestFirst[0]?.[0]).toBe('Time (Europe/Berlin; clocks go back)');
  });

  it('says which rows the range cuts, as far as they are shown', () => {
    const exact = daily({
      startTime: at('2026-08-01T04:00:00Z'),
      endTime: at('2026-08-04T04:00:00Z'),
      edges: 'exact',
    });
    const header = (asked: Query, given = sessions): unknown =>
      cells(asked, answer({ series: [given] }), table({ headers: 1 }))[0]?.[0];
    expect(header(exact)).toBe('Date (UTC; first and last row cut)');
    expect(header({ ...exact, endTime: at('2026-08-04T00:00:00Z') })).toBe('Date (UTC; first row cut)');
    expect(header({ ...exact, startTime: at('2026-08-01T00:00:00Z') })).toBe('Date (UTC; last row cut)');
    expect(header({ ...exact, edges: 'whole' })).toBe('Date (UTC)');
    const latest = { ...exact, startTime: at('2026-08-01T00:00:00Z') };
    const latestFirst = (asked: Query, limit: number): unknown =>
      cells(asked, answer({ series: [sessions] }), table({ headers: 1, order: 'desc', limit }))[0]?.[0];
    expect(latestFirst(latest, 3)).toBe('Date (UTC; first row cut)');
    expect(latestFirst(exact, 2)).toBe('Date (UTC; first row cut)');
    expect(latestFirst(exact, 3)).toBe('Date (UTC; first and last row cut)');
    expect(latestFirst(exact, 1)).toBe('Date (UTC; row cut)');
  });

  it('repeats the column of a duplicate, and has an empty one for a blank', () => {
    const columns = [{ metric: 'totalSessions' }, undefined, { metric: 'totalSessions' }] as const;
    expect(toTable(daily(), answer({ series: [sessions] }), { ...table({ headers: 1, limit: 1 }), columns })).toEqual([
      ['Date (UTC)', 'Total sessions', '', 'Total sessions'],
      [day('2026-08-01'), 10, '', 10],
    ]);
  });

  it('says why a bucket is unavailable', () => {
    const reason = 'too long';
    const weeks: Series = {
      metric: 'uniqueCustomers',
      timestamps: [],
      values: [],
      impossible: [{ timestamp: at('2026-08-03T00:00:00Z'), reason }],
    };
    expect(cells(daily({ period: 'P1W' }), answer({ series: [weeks] }), table({ fill: '0' })).at(-1)).toEqual([
      day('2026-08-03'),
      { unavailable: reason },
    ]);
  });

  it('has a header and a reason where the range has only just begun', () => {
    const columns = [{ metric: 'totalSessions' }, undefined] as const;
    expect(toTable(daily(), answer(), { ...table({ headers: 1 }), columns, nothingYet: 'no numbers yet' })).toEqual([
      ['Date (UTC)', 'Total sessions', ''],
      [day('2026-08-01'), { unavailable: 'no numbers yet' }, ''],
    ]);
  });

  describe('headers', () => {
    const header = (headers: 0 | 1 | 2, more: Partial<Query> = {}, series = [sessions]): Cell[][] =>
      cells(daily(more), answer({ series }), table({ headers, limit: 1 })).slice(0, -1);

    it('are none, a row, or a row below one that identifies the skill', () => {
      expect(header(0)).toEqual([]);
      expect(header(1)).toEqual([['Date (UTC)', 'Total sessions']]);
      expect(header(2)).toEqual([
        ['amzn1.ask.skill.001', 'Custom skill, live, daily'],
        ['Date (UTC)', 'Total sessions'],
      ]);
    });

    it('identify the skill by its name where that is known', () => {
      const named = { ...table({ headers: 2, limit: 1 }), skillName: 'Daily Trivia' };
      expect(cells(daily(), answer({ series: [sessions] }), named)[0]?.[0]).toBe('Daily Trivia');
    });

    it("are Amazon's names where these are wanted", () => {
      const api = { ...table({ headers: 2, limit: 1, names: 'api' }), skillName: 'Daily Trivia' };
      expect(cells(daily(), answer({ series: [sessions] }), api).slice(0, 2)).toEqual([
        ['amzn1.ask.skill.001', 'custom live P1D'],
        ['Date (UTC)', 'totalSessions'],
      ]);
    });

    it('are as wide as the table', () => {
      const two = [sessions, days('totalUtterances', { '2026-08-01': 1 })];
      expect(header(2, { metrics: ['totalSessions', 'totalUtterances'], stage: 'development' }, two)).toEqual([
        ['amzn1.ask.skill.001', 'Custom skill, development, daily', ''],
        ['Date (UTC)', 'Total sessions', 'Total utterances'],
      ]);
    });

    it('show the zone, and whether rows are times or dates', () => {
      const hours = cells(
        daily({ period: 'PT1H' }),
        answer({ series: [sessions] }),
        table({ headers: 1, tz: 'Asia/Kolkata' }),
      );
      expect(hours[0]).toEqual(['Time (Asia/Kolkata)', 'Total sessions']);
    });

    it('name intent and locale of a column', () => {
      const series = ['en-US', 'de-DE'].map((locale) =>
        days('totalSessions', { '2026-08-01': 1 }, { intent: 'Order', locale }),
      );
      expect(header(1, {}, series)).toEqual([
        ['Date (UTC)', 'en-US – Total sessions – Order', 'de-DE – Total sessions – Order'],
      ]);
    });
  });

  describe('with several series', () => {
    const utterances = days('totalUtterances', { '2026-08-02': 2, '2026-08-03': 3 });

    it('puts values of one time into one row, and blanks where a series has none', () => {
      expect(cells(daily(), answer({ series: [sessions, utterances] }), table())).toEqual([
        [day('2026-08-01'), 10, ''],
        [day('2026-08-02'), '', 2],
        [day('2026-08-03'), 30, 3],
        [day('2026-08-04'), 40, ''],
      ]);
    });

    it('keeps a column for a series of which there is nothing', () => {
      const empty = days('failedUtterances', {});
      expect(cells(daily(), answer({ series: [empty, utterances] }), table())).toEqual([
        [day('2026-08-02'), '', 2],
        [day('2026-08-03'), '', 3],
      ]);
    });
  });

  it('turns rows and columns', () => {
    expect(cells(daily(), answer({ series: [sessions] }), table({ layout: 'rows', headers: 1, limit: 2 }))).toEqual([
      ['Date (UTC)', day('2026-08-01'), day('2026-08-03')],
      ['Total sessions', 10, 30],
    ]);
  });

  it('puts the latest first, and limits after that', () => {
    const options = table({ order: 'desc', limit: 2, headers: 1 });
    expect(cells(daily(), answer({ series: [sessions] }), options)).toEqual([
      ['Date (UTC)', 'Total sessions'],
      [day('2026-08-04'), 40],
      [day('2026-08-03'), 30],
    ]);
  });

  describe('fill', () => {
    const filled = (fill: TableOptions['fill'], asked: Query, given: Partial<Answer> = {}): Cell[][] =>
      cells(asked, answer({ series: [sessions], ...given }), table({ fill }));

    it('adds a row for each bucket that is missing between the ends of the range', () => {
      const wide = daily({ startTime: at('2026-07-31T10:45:00Z'), endTime: at('2026-08-05T10:45:00Z') });
      expect(filled('0', wide)).toEqual([
        [day('2026-07-31'), 0],
        [day('2026-08-01'), 10],
        [day('2026-08-02'), 0],
        [day('2026-08-03'), 30],
        [day('2026-08-04'), 40],
        [day('2026-08-05'), 0],
      ]);
      expect(filled('na', daily())[1]).toEqual([day('2026-08-02'), notGiven]);
      expect(filled('none', daily())).toHaveLength(3);
    });

    it('fills the columns of series that lack a time which others have', () => {
      const utterances = days('totalUtterances', { '2026-08-02': 2 });
      const series = [sessions, utterances];
      expect(filled('0', daily(), { series })).toEqual([
        [day('2026-08-01'), 10, 0],
        [day('2026-08-02'), 0, 2],
        [day('2026-08-03'), 30, 0],
        [day('2026-08-04'), 40, 0],
      ]);
      expect(filled('na', daily(), { series })[0]).toEqual([day('2026-08-01'), 10, notGiven]);
    });

    it('never writes a 0 where the number may yet arrive', () => {
      const provisional = { fetchedAt: at('2026-08-06T12:00:00Z'), provisionalFrom: at('2026-08-05T00:00:00Z') };
      const long = daily({ endTime: at('2026-08-20T00:00:00Z') });
      expect(filled('0', long, provisional).map(([time]) => time)).toEqual(
        ['2026-08-01', '2026-08-02', '2026-08-03', '2026-08-04'].map(day),
      );
      expect(filled('na', long, provisional).slice(-2)).toEqual([
        [day('2026-08-05'), notGiven],
        [day('2026-08-06'), notGiven],
      ]);
    });

    it('leaves a blank where one of several series may yet get a number', () => {
      const utterances = days('totalUtterances', { '2026-08-05': 5 });
      const provisional = { fetchedAt: at('2026-08-06T12:00:00Z'), provisionalFrom: at('2026-08-05T00:00:00Z') };
      const long = daily({ endTime: at('2026-08-20T00:00:00Z') });
      expect(filled('0', long, { series: [sessions, utterances], ...provisional }).at(-1)).toEqual([
        day('2026-08-05'),
        '',
        5,
      ]);
    });

    it('fills the one bucket of SINGLE', () => {
      const single = daily({ period: 'SINGLE', startTime: at('2026-08-01T10:45:00Z') });
      const none = { series: [days('totalUtterances', {})] };
      const start = serial('2026-08-01T10:45');
      expect(filled('0', single, none)).toEqual([[start, 0]]);
      expect(filled('na', single, none)).toEqual([[start, notGiven]]);
      const provisional = { ...none, provisionalFrom: single.startTime };
      expect(filled('na', single, provisional)).toEqual([[start, notGiven]]);
      expect(() => filled('0', single, provisional)).toThrow('no data');
      expect(() => filled('none', single, none)).toThrow('no data');
      const both = { series: [{ ...sessions, timestamps: [single.startTime], values: [5] }, ...none.series] };
      expect(filled('0', single, both)).toEqual([[start, 5, 0]]);
      expect(filled('0', single, { ...both, provisionalFrom: single.startTime })).toEqual([[start, 5, '']]);
    });

    it('adds no second row to a bucket that is stamped off its edge', () => {
      const stamped: Series = { metric: 'totalSessions', timestamps: [at('2026-08-01T10:45:00Z')], values: [1] };
      const asked = daily({ startTime: at('2026-08-01T10:45:00Z'), endTime: at('2026-08-02T00:00:00Z') });
      expect(cells(asked, answer({ series: [stamped] }), table({ fill: '0' }))).toEqual([
        [serial('2026-08-01T10:45'), 1],
      ]);
    });

    it("adds no row for a time that doesn't exist: 25 hours at the end of daylight saving", () => {
      const asked = daily({
        period: 'PT1H',
        startTime: at('2026-10-24T22:00:00Z'),
        endTime: at('2026-10-25T23:00:00Z'),
      });
      const options = table({ fill: '0', tz: 'Europe/Berlin' });
      const rows = cells(asked, answer({ series: [days('totalSessions', { '2026-10-25': 7 })] }), options);
      expect(rows).toHaveLength(25);
      expect(rows.filter(([time]) => time === serial('2026-10-25T02:00'))).toHaveLength(2);
    });
  });

  describe('failures', () => {
    it('says where there is nothing', () => {
      expect(() => cells(daily(), answer({ series: [days('totalSessions', {})] }), table())).toThrow(
        'not_found: Amazon has no data for this.',
      );
    });

    it('refuses more columns than a sheet has', () => {
      const hours = Array.from({ length: 16_384 }, (_, index) => index * 3_600_000);
      const long: Series = { metric: 'totalSessions', timestamps: hours, values: hours };
      const given = answer({ series: [long] });
      const asked = daily({ period: 'PT1H' });
      expect(() => cells(asked, given, table({ layout: 'rows', headers: 1 }))).toThrow(
        'too_large: The answer needs 2 rows and 16385 columns, more than a sheet has (1048576 and 16384).',
      );
      expect(cells(asked, given, table({ layout: 'rows', headers: 0 }))[0]).toHaveLength(16_384);
      expect(cells(asked, given, table({ layout: 'rows', headers: 1, limit: 16_383 }))[0]).toHaveLength(16_384);
      expect(cells(asked, given, table({ layout: 'columns', headers: 1 }))).toHaveLength(16_385);
    });
  });
});
