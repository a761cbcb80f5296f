import { describe, expect, it } from 'vitest';
import { range } from '../../support/core/typed';

const today = '2026-11-22 is a Sunday, 14:37 in UTC';

describe(`a start without an end, typed when ${today}`, () => {
  it.each([
    // Words.
    ['today', '2026-11-22 to 2026-11-23'],
    ['Yesterday', '2026-11-21 to 2026-11-22'],
    ['this week', '2026-11-16 to 2026-11-23'],
    ['last week', '2026-11-09 to 2026-11-16'],
    ['previous week', '2026-11-09 to 2026-11-16'],
    ['this month', '2026-11-01 to 2026-11-23'],
    ['current month', '2026-11-01 to 2026-11-23'],
    ['last month', '2026-10-01 to 2026-11-01'],
    ['  Last   Month ', '2026-10-01 to 2026-11-01'],
    ['this quarter', '2026-10-01 to 2026-11-23'],
    ['last quarter', '2026-07-01 to 2026-10-01'],
    ['this year', '2026-01-01 to 2026-11-23'],
    ['last year', '2025-01-01 to 2026-01-01'],
    ['last 7 days', '2026-11-15 to 2026-11-22'],
    ['Last 28 Days', '2026-10-25 to 2026-11-22'],
    ['past 30 days', '2026-10-23 to 2026-11-22'],
    ['last 1 day', '2026-11-21 to 2026-11-22'],
    ['last 4 weeks', '2026-10-19 to 2026-11-16'],
    ['last 3 months', '2026-08-01 to 2026-11-01'],
    ['last 2 quarters', '2026-04-01 to 2026-10-01'],
    ['last 2 years', '2024-01-01 to 2026-01-01'],
    ['ytd', '2026-01-01 to 2026-11-23'],
    ['YTD', '2026-01-01 to 2026-11-23'],
    ['mtd', '2026-11-01 to 2026-11-23'],
    ['qtd', '2026-10-01 to 2026-11-23'],
    ['wtd', '2026-11-16 to 2026-11-23'],
    ['month to date', '2026-11-01 to 2026-11-23'],
    ['year-to-date', '2026-01-01 to 2026-11-23'],
    // Counts.
    ['-7d', '2026-11-15 to 2026-11-23'],
    ['-7 days', '2026-11-15 to 2026-11-23'],
    ['7 days ago', '2026-11-15 to 2026-11-23'],
    ['−7d', '2026-11-15 to 2026-11-23'],
    ['-4 weeks', '2026-10-25 to 2026-11-23'],
    ['-1m', '2026-10-22 to 2026-11-23'],
    ['-3 months', '2026-08-22 to 2026-11-23'],
    ['-1q', '2026-08-22 to 2026-11-23'],
    ['-1y', '2025-11-22 to 2026-11-23'],
    ['today - 7 days', '2026-11-15 to 2026-11-23'],
    ['now-1w', '2026-11-15 to 2026-11-23'],
    // Dates of English.
    ['1 Aug 2026', '2026-08-01 to 2026-11-23'],
    ['Aug 1, 2026', '2026-08-01 to 2026-11-23'],
    ['August 1 2026', '2026-08-01 to 2026-11-23'],
    ['1st August 2026', '2026-08-01 to 2026-11-23'],
    ['the 2nd of August, 2026', '2026-08-02 to 2026-11-23'],
    ['Sat, Aug 1, 2026', '2026-08-01 to 2026-11-23'],
    ['1-Aug-2026', '2026-08-01 to 2026-11-23'],
    ['8/13/2026', '2026-08-13 to 2026-11-23'],
    ['8/8/2026', '2026-08-08 to 2026-11-23'],
    // Of ISO 8601 and Swedish.
    ['2026-08-01', '2026-08-01 to 2026-11-23'],
    ['2026-8-1', '2026-08-01 to 2026-11-23'],
    ['20260801', '2026-08-01 to 2026-11-23'],
    ['1 augusti 2026', '2026-08-01 to 2026-11-23'],
    ['1 maj 2026', '2026-05-01 to 2026-11-23'],
    // German.
    ['01.08.2026', '2026-08-01 to 2026-11-23'],
    ['1.8.2026', '2026-08-01 to 2026-11-23'],
    ['1. 8. 2026', '2026-08-01 to 2026-11-23'],
    ['1. August 2026', '2026-08-01 to 2026-11-23'],
    ['1. März 2026', '2026-03-01 to 2026-11-23'],
    // French.
    ['13/08/2026', '2026-08-13 to 2026-11-23'],
    ['1er août 2026', '2026-08-01 to 2026-11-23'],
    ['1 févr. 2026', '2026-02-01 to 2026-11-23'],
    // Spanish.
    ['1 de agosto de 2026', '2026-08-01 to 2026-11-23'],
    ['1 ene 2026', '2026-01-01 to 2026-11-23'],
    // Japanese.
    ['2026/08/01', '2026-08-01 to 2026-11-23'],
    ['2026年8月1日', '2026-08-01 to 2026-11-23'],
    ['２０２６年８月１日', '2026-08-01 to 2026-11-23'],
    // Serials.
    [46_235, '2026-08-01 to 2026-11-23'],
    ['46235', '2026-08-01 to 2026-11-23'],
    [20_260_801, '2026-08-01 to 2026-11-23'],
    // Months, quarters and years end with themselves.
    ['2026-08', '2026-08-01 to 2026-09-01'],
    ['2026/08', '2026-08-01 to 2026-09-01'],
    ['08/2026', '2026-08-01 to 2026-09-01'],
    ['08.2026', '2026-08-01 to 2026-09-01'],
    ['Aug 2026', '2026-08-01 to 2026-09-01'],
    ['August 2026', '2026-08-01 to 2026-09-01'],
    ['août 2026', '2026-08-01 to 2026-09-01'],
    ['2026年8月', '2026-08-01 to 2026-09-01'],
    ['2025-12', '2025-12-01 to 2026-01-01'],
    ['Q3 2026', '2026-07-01 to 2026-10-01'],
    ['2025-Q4', '2025-10-01 to 2026-01-01'],
    ['2025', '2025-01-01 to 2026-01-01'],
    // What nobody can understand, or only one of two ways.
    ['8/1/2026', '"8/1/2026" could be August 1 or January 8, 2026. Enter "2026-08-01" or "2026-01-08".'],
    ['01/08/2026', '"01/08/2026" could be January 8 or August 1, 2026. Enter "2026-01-08" or "2026-08-01".'],
    ['01-08-2026', '"01-08-2026" could be January 8 or August 1, 2026. Enter "2026-01-08" or "2026-08-01".'],
    ['01.08.26', '"01.08.26" has a short year. Enter the date with four digits for the year, such as "2026-08-01".'],
    ['8/1/26', '"8/1/26" has a short year. Enter the date with four digits for the year, such as "2026-08-01".'],
    ['Aug 1', '"Aug 1" has no year. Enter the date with its year, such as "2026-08-01".'],
    ['01.08.', '"01.08." has no year. Enter the date with its year, such as "2026-08-01".'],
    ['2026-02-30', '"2026-02-30" isn\'t a date: February 2026 has 28 days.'],
    ['31.09.2026', '"31.09.2026" isn\'t a date: September 2026 has 30 days.'],
    ['2026-13-01', '"2026-13-01" isn\'t a date: there is no month 13.'],
    ['2026-13', '"2026-13" isn\'t a month. Enter a month such as "2026-08".'],
    [
      8 / 1 / 2026,
      'startTime is 0.00395, because Excel divides the parts of a date without quotes, such as 8/1/2026. Enter DATE(2026,8,1) or "2026-08-01".',
    ],
    [
      2026 - 8 - 1,
      'startTime is 2017, because Excel subtracts the parts of a date without quotes, such as 2026-08-01. Enter "2026-08-01" in quotes; for a whole year, "2026".',
    ],
    [-7, 'startTime is -7. Did you mean "-7d"?'],
    ['-7', 'startTime can\'t be "-7". Did you mean "-7d"?'],
    ['7 days', 'startTime can\'t be "7 days". Did you mean "-7d"?'],
    ['TODAY()', '"TODAY()" in quotes is a text. Enter TODAY() without quotes.'],
    ['=TODAY()-7', '"TODAY()-7" in quotes is a text. Enter TODAY()-7 without quotes.'],
    ['yesteday', 'startTime can\'t be "yesteday". Did you mean "yesterday"?'],
    ['last mont', 'startTime can\'t be "last mont". Did you mean "last month"?'],
    ['gestern', 'startTime can\'t be "gestern". Did you mean "yesterday"?'],
    ['mois dernier', 'startTime can\'t be "mois dernier". Did you mean "last month"?'],
    ['someday', 'startTime can\'t be "someday". Enter a date such as "2026-08-01", or words such as "last 28 days".'],
    ['tomorrow', 'startTime "tomorrow" is 2026-11-23, which is in the future. Enter a date in the past.'],
    ['2014-12-31', 'startTime is 2014-12-31, and Alexa has no metrics from before 2015. Enter a later date.'],
    ['', 'startTime is missing. Enter a date such as "2026-08-01", or words such as "last 28 days".'],
    [true, 'startTime can\'t be "true". Enter a date such as "2026-08-01", or words such as "last 28 days".'],
    [[['2026-08-01'], ['2026-08-02']], 'startTime takes one value, and these are 2: 2026-08-01, 2026-08-02.'],
  ])('%j', (startTime, expected) => {
    expect(range({ startTime })).toBe(expected);
  });
});

describe('an end', () => {
  it.each([
    ['2026-08-01', '2026-08-31', '', '2026-08-01 to 2026-08-31'],
    ['1 Aug 2026', '31.08.2026', '', '2026-08-01 to 2026-08-31'],
    ['last month', 'this month', '', '2026-10-01 to 2026-11-01'],
    ['2026-06', '2026-08-01', '', '2026-06-01 to 2026-08-01'],
    ['2026-08-01', '', 'through=2026-08-31', '2026-08-01 to 2026-09-01'],
    ['2026-08-01', '', 'through=Aug 31, 2026; order=desc', '2026-08-01 to 2026-09-01'],
    ['2026-08-01', '', 'order=desc, through=31.08.2026', '2026-08-01 to 2026-09-01'],
    ['2026-06', '', 'through=2026-08', '2026-06-01 to 2026-09-01'],
    ['-28d', '', 'through=yesterday', '2026-10-25 to 2026-11-22'],
    ['2026-08-01', '', 'through=last month', '2026-08-01 to 2026-11-01'],
    ['2026-08-01', '', [['through', 46_265]], '2026-08-01 to 2026-09-01'],
    [
      '2026-06',
      '2026-08',
      '',
      'endTime "2026-08" could be the beginning or the end of the month. Enter "2026-08-01" or "2026-09-01".',
    ],
    ['2026-08-01', '2026-08-31', 'through=2026-08-31', 'Use endTime or the option through, not both.'],
    [
      '2026-08-01',
      '',
      'through=8/1/2026',
      '"8/1/2026" could be August 1 or January 8, 2026. Enter "2026-08-01" or "2026-01-08".',
    ],
    [
      '2026-08-01',
      '',
      'through=2026-08-31T10:00',
      'through takes a whole day such as 2026-08-31, and "2026-08-31T10:00" isn\'t one.',
    ],
    ['2026-08-01', '', 'through=2026-07-31', 'through "2026-07-31" is before startTime, 2026-08-01.'],
    [
      '2026-08-01',
      'last 7 days',
      '',
      'endTime can\'t be "last 7 days": that is a range. Enter it as startTime, without an endTime.',
    ],
    ['2026-08-01', 'ytd', '', 'endTime can\'t be "ytd": that is a range. Enter it as startTime, without an endTime.'],
    [
      '2026-08-01',
      '2026-08-01',
      '',
      "endTime is 2026-08-01, which isn't after startTime, 2026-08-01. The end isn't included: for one day, enter the day after it.",
    ],
    ['-7d', '-14d', '', 'endTime "-14d" is 2026-11-08, which isn\'t after startTime, 2026-11-15.'],
    [
      'someday',
      '8/1/2026',
      '',
      'startTime can\'t be "someday". Enter a date such as "2026-08-01", or words such as "last 28 days". "8/1/2026" could be August 1 or January 8, 2026. Enter "2026-08-01" or "2026-01-08".',
    ],
  ])('after %j: %j with %j', (startTime, endTime, options, expected) => {
    expect(range({ startTime, endTime, options })).toBe(expected);
  });
});

describe('words', () => {
  it('count weeks from Sunday where the options say so, and days on clocks of the zone', () => {
    expect(range({ startTime: 'last week', options: 'week=sun' })).toBe('2026-11-15 to 2026-11-22');
    expect(range({ startTime: 'this week', options: 'week=sun' })).toBe('2026-11-22 to 2026-11-23');
    expect(range({ startTime: 'last 2 days', options: 'tz=Asia/Tokyo' })).toBe('2026-11-20 to 2026-11-22');
    expect(range({ startTime: '1 Aug 2026', endTime: '2.8.2026', options: 'tz=America/New_York' })).toBe(
      '2026-08-01 to 2026-08-02',
    );
  });

  it('mean days of UTC where the days are, so that the last 28 days are 28', () => {
    const options = 'tz=America/New_York; days=utc';
    expect(range({ startTime: 'last 28 days', options })).toBe('2026-10-24 20:00 to 2026-11-21 19:00');
  });

  it('mean whole hours where the rows are hours', () => {
    expect(range({ startTime: 'last 24 hours', period: 'hour' })).toBe('2026-11-21 14:00 to 2026-11-22 14:00');
  });

  it('take times of day, with halves of the day', () => {
    const hourly = { period: 'PT15M', endTime: '2026-08-02' };
    expect(range({ ...hourly, startTime: 'Aug 1, 2026 10:45 PM' })).toBe('2026-08-01 22:45 to 2026-08-02');
    expect(range({ ...hourly, startTime: '01.08.2026 08:30' })).toBe('2026-08-01 08:30 to 2026-08-02');
    expect(range({ ...hourly, startTime: '1 Aug 2026 at 12:15 am' })).toBe('2026-08-01 00:15 to 2026-08-02');
    expect(range({ ...hourly, startTime: '1 Aug 2026 25:00' })).toBe(
      '"1 Aug 2026 25:00" has no time of day that a clock shows.',
    );
  });

  it('know the last day of shorter months', () => {
    expect(range({ startTime: 'today - 9 months' })).toBe('2026-02-22 to 2026-11-23');
    expect(range({ startTime: '-11y' })).toBe('2015-11-22 to 2026-11-23');
  });

  it('are understood in a workbook that counts its dates from 1904', () => {
    expect(range({ startTime: 46_235 - 1_462 }, 1_462)).toBe('2026-08-01 to 2026-11-23');
    expect(range({ startTime: 2017 }, 1_462)).toMatch(/^startTime is 2017, because Excel subtracts/);
  });
});
