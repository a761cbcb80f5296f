import { describe, expect, it } from 'vitest';
import type { AmazonPeriod, MetricName } from '../../../src/core/domain/catalog';
import { formatInstant } from '../../../src/core/domain/instant';
import type { Calendar } from '../../../src/core/time/calendar';
import {
  decisivePageSize,
  describeSources,
  rolledUp,
  type Rollup,
  rollupOf,
  type SourcePoints,
} from '../../../src/core/windows/rollup';
import { at } from '../../support/core/queries';

const hourMs = 3_600_000;

const rollup = (
  from: string,
  until: string,
  calendar: Partial<Calendar>,
  metric: MetricName = 'totalSessions',
  pageSize?: number,
): Rollup =>
  rollupOf(
    { startTime: at(from), endTime: at(until) },
    { period: 'P1D', timeZone: 'UTC', week: 'mon', ...calendar },
    metric,
    pageSize,
  );

/** Sources as texts such as `PT1H 2026-10-24T22:00Z to 2026-10-25T23:00Z`. */
const sources = (...asked: Parameters<typeof rollup>): readonly string[] =>
  rollup(...asked).sources.map(({ period, window }) => {
    const [from, until] = [window.startTime, window.endTime].map((time) => formatInstant(time).replace(':00Z', 'Z'));
    return `${period} ${String(from)} to ${String(until)}`;
  });

const days = (timeZone: string): Partial<Calendar> => ({ period: 'P1D', timeZone });
const weeks = (timeZone: string): Partial<Calendar> => ({ period: 'P1W', timeZone });

describe('rollupOf', () => {
  it.each(['PT15M', 'PT1H', 'P1D'] as const)('asks %s of UTC as it stands', (period) => {
    const found = rollup('2026-08-01T00:00Z', '2026-08-03T00:00Z', { period });
    expect(found.isDirect).toBe(true);
    expect(found.sources).toEqual([
      { period, window: { startTime: at('2026-08-01T00:00Z'), endTime: at('2026-08-03T00:00Z') } },
    ]);
  });

  it('asks days that are UTC days of no other name, whatever the metric', () => {
    const winter = ['2026-12-01T00:00Z', '2026-12-03T00:00Z'] as const;
    expect(rollup(...winter, days('Europe/London'), 'uniqueCustomers').isDirect).toBe(true);
  });

  it('sums days of a zone from hours, asked as one range', () => {
    expect(sources('2026-10-23T22:00Z', '2026-10-25T23:00Z', days('Europe/Berlin'))).toEqual([
      'PT1H 2026-10-23T22:00Z to 2026-10-25T23:00Z',
    ]);
  });

  it("sums them from quarter-hours only where midnight isn't a whole hour", () => {
    expect(sources('2026-07-31T18:30Z', '2026-08-02T18:30Z', days('Asia/Kolkata'))).toEqual([
      'PT15M 2026-07-31T18:30Z to 2026-08-02T18:30Z',
    ]);
    // Lord Howe's clocks go from +10:30 to +11:00 on 4 October.
    expect(sources('2026-10-02T13:30Z', '2026-10-05T13:00Z', days('Australia/Lord_Howe'))).toEqual([
      'PT15M 2026-10-02T13:30Z to 2026-10-04T13:00Z',
      'PT1H 2026-10-04T13:00Z to 2026-10-05T13:00Z',
    ]);
  });

  it('asks distinct customers as one value a day, each alone', () => {
    expect(sources('2026-10-23T22:00Z', '2026-10-25T23:00Z', days('Europe/Berlin'), 'uniqueCustomers')).toEqual([
      'SINGLE 2026-10-23T22:00Z to 2026-10-24T22:00Z',
      'SINGLE 2026-10-24T22:00Z to 2026-10-25T23:00Z',
    ]);
  });

  it('takes UTC days as they are where some days of a zone are UTC days', () => {
    // London's clocks go back on 25 October.
    const london = ['2026-10-23T23:00Z', '2026-10-27T00:00Z', days('Europe/London')] as const;
    expect(sources(...london)).toEqual([
      'PT1H 2026-10-23T23:00Z to 2026-10-25T00:00Z',
      // The day of 25 hours is an hour and a whole UTC day.
      'P1D 2026-10-25T00:00Z to 2026-10-27T00:00Z',
    ]);
    expect(sources(...london, 'uniqueCustomers')).toEqual([
      'SINGLE 2026-10-23T23:00Z to 2026-10-24T23:00Z',
      'SINGLE 2026-10-24T23:00Z to 2026-10-26T00:00Z',
      'P1D 2026-10-26T00:00Z to 2026-10-27T00:00Z',
    ]);
  });

  it('sums weeks and months of UTC from days, asked as one range', () => {
    expect(sources('2026-08-03T00:00Z', '2026-08-17T00:00Z', weeks('UTC'))).toEqual([
      'P1D 2026-08-03T00:00Z to 2026-08-17T00:00Z',
    ]);
    expect(sources('2028-01-01T00:00Z', '2028-03-01T00:00Z', { period: 'P1M' })).toEqual([
      'P1D 2028-01-01T00:00Z to 2028-03-01T00:00Z',
    ]);
  });

  it('sums weeks of a zone from days within and hours at their edges, which two weeks share', () => {
    expect(sources('2026-08-02T22:00Z', '2026-08-16T22:00Z', weeks('Europe/Berlin'))).toEqual([
      'PT1H 2026-08-02T22:00Z to 2026-08-03T00:00Z',
      'P1D 2026-08-03T00:00Z to 2026-08-09T00:00Z',
      'PT1H 2026-08-09T00:00Z to 2026-08-10T00:00Z',
      'P1D 2026-08-10T00:00Z to 2026-08-16T00:00Z',
      'PT1H 2026-08-16T00:00Z to 2026-08-16T22:00Z',
    ]);
  });

  it('sums them from hours alone where a page holds a week of these', () => {
    const asked = ['2026-08-02T22:00Z', '2026-08-16T22:00Z', weeks('Europe/Berlin'), 'totalSessions'] as const;
    const hours = ['PT1H 2026-08-02T22:00Z to 2026-08-16T22:00Z'];
    expect(sources(...asked, 168)).toEqual(hours);
    expect(sources(...asked, 167)).toHaveLength(5);
    const kolkata = ['2026-08-02T18:30Z', '2026-08-16T18:30Z', weeks('Asia/Kolkata'), 'totalSessions'] as const;
    expect(sources(...kolkata, 168)).toHaveLength(5);
    expect(sources(...kolkata, 672)).toHaveLength(1);
  });

  it('keeps days whose edges need the same requests, whatever the page size', () => {
    expect(sources('2026-10-24T23:00Z', '2026-10-26T00:00Z', days('Europe/London'), 'totalSessions', 100_000)).toEqual([
      'PT1H 2026-10-24T23:00Z to 2026-10-25T00:00Z',
      'P1D 2026-10-25T00:00Z to 2026-10-26T00:00Z',
    ]);
  });

  it("requests quarter-hours only at an edge that isn't a whole hour", () => {
    // In Lord Howe, October begins at +10:30 and November at +11:00.
    expect(
      sources('2026-09-30T13:30Z', '2026-10-31T13:00Z', { period: 'P1M', timeZone: 'Australia/Lord_Howe' }),
    ).toEqual([
      'PT15M 2026-09-30T13:30Z to 2026-10-01T00:00Z',
      'P1D 2026-10-01T00:00Z to 2026-10-31T00:00Z',
      'PT1H 2026-10-31T00:00Z to 2026-10-31T13:00Z',
    ]);
    const week = ['2026-09-27T13:30Z', '2026-10-04T13:00Z', weeks('Australia/Lord_Howe'), 'totalSessions'] as const;
    expect(sources(...week, 100_000)).toEqual([
      'PT15M 2026-09-27T13:30Z to 2026-09-28T00:00Z',
      'P1D 2026-09-28T00:00Z to 2026-10-04T00:00Z',
      'PT1H 2026-10-04T00:00Z to 2026-10-04T13:00Z',
    ]);
  });

  it('cannot have distinct customers of a week of 169 hours, and says so', () => {
    const found = rollup('2026-10-18T22:00Z', '2026-11-01T23:00Z', weeks('Europe/Berlin'), 'uniqueCustomers');
    expect(found.impossible).toEqual([
      {
        bucket: { startTime: at('2026-10-18T22:00Z'), endTime: at('2026-10-25T23:00Z') },
        reason: 'uniqueCustomers can be had for at most 7 days at once, and this bucket has 169 hours',
      },
    ]);
    expect(found.sources.map(({ period, window }) => [period, window.startTime])).toEqual([
      ['SINGLE', at('2026-10-25T23:00Z')],
    ]);
    expect(rollup('2026-10-18T22:00Z', '2026-11-01T23:00Z', weeks('Europe/Berlin')).impossible).toEqual([]);
  });

  it('can have those of a week of 167 hours', () => {
    expect(sources('2027-03-21T23:00Z', '2027-03-28T22:00Z', weeks('Europe/Berlin'), 'uniqueCustomers')).toEqual([
      'SINGLE 2027-03-21T23:00Z to 2027-03-28T22:00Z',
    ]);
  });

  describe('of one value', () => {
    const single = { period: 'SINGLE' } as const;

    it('sums what adds up from days and hours', () => {
      expect(sources('2026-08-01T00:00Z', '2026-08-04T00:00Z', single)).toEqual([
        'P1D 2026-08-01T00:00Z to 2026-08-04T00:00Z',
      ]);
      expect(sources('2026-07-31T22:00Z', '2026-08-03T22:00Z', single)).toEqual([
        'PT1H 2026-07-31T22:00Z to 2026-08-01T00:00Z',
        'P1D 2026-08-01T00:00Z to 2026-08-03T00:00Z',
        'PT1H 2026-08-03T00:00Z to 2026-08-03T22:00Z',
      ]);
      expect(sources('2026-08-01T10:00Z', '2026-08-01T12:00Z', single)).toEqual([
        'PT1H 2026-08-01T10:00Z to 2026-08-01T12:00Z',
      ]);
    });

    it("requests it unchanged if it begins or ends within an hour, or doesn't add up", () => {
      const cut = ['2026-08-01T10:45Z', '2026-08-04T00:00Z', single] as const;
      expect(sources(...cut)).toEqual(['SINGLE 2026-08-01T10:45Z to 2026-08-04T00:00Z']);
      expect(sources('2026-08-01T00:00Z', '2026-08-04T00:00Z', single, 'uniqueCustomers')).toEqual([
        'SINGLE 2026-08-01T00:00Z to 2026-08-04T00:00Z',
      ]);
    });
  });

  it('asks what a range leaves of the buckets that it cuts', () => {
    expect(sources('2026-08-01T04:30Z', '2026-08-03T10:00Z', days('America/New_York'))).toEqual([
      'PT1H 2026-08-01T04:30Z to 2026-08-03T10:00Z',
    ]);
    expect(sources('2026-08-01T04:30Z', '2026-08-02T10:00Z', days('America/New_York'), 'uniqueCustomers')).toEqual([
      'SINGLE 2026-08-01T04:30Z to 2026-08-02T04:00Z',
      'SINGLE 2026-08-02T04:00Z to 2026-08-02T10:00Z',
    ]);
    // Nothing is left of the hours at either edge of the week.
    expect(sources('2026-08-04T10:00Z', '2026-08-09T00:00Z', weeks('Europe/Berlin'))).toEqual([
      'P1D 2026-08-04T10:00Z to 2026-08-09T00:00Z',
    ]);
  });
});

describe('decisivePageSize', () => {
  const size = (
    from: string,
    until: string,
    calendar: Partial<Calendar>,
    metric: MetricName = 'totalSessions',
  ): number | undefined =>
    decisivePageSize(
      { startTime: at(from), endTime: at(until) },
      { period: 'P1W', timeZone: 'UTC', week: 'mon', ...calendar },
      metric,
    );

  it('is a week of the hours, or quarter-hours, that may take the place of days and edges', () => {
    expect(size('2026-08-02T22:00Z', '2026-08-09T22:00Z', { timeZone: 'Europe/Berlin' })).toBe(168);
    expect(size('2026-08-02T18:30Z', '2026-08-09T18:30Z', { timeZone: 'Asia/Kolkata' })).toBe(672);
  });

  it('is undefined where the page size makes no difference', () => {
    const berlin = { timeZone: 'Europe/Berlin' } as const;
    const week = ['2026-08-02T22:00Z', '2026-08-09T22:00Z'] as const;
    // London's clocks go back on 25 October, a day that holds a whole one of UTC.
    const london = { timeZone: 'Europe/London', period: 'P1D' } as const;
    expect(size('2026-10-24T23:00Z', '2026-10-26T00:00Z', london)).toBeUndefined();
    expect(size(...week, berlin, 'uniqueCustomers')).toBeUndefined();
    expect(size('2026-08-03T00:00Z', '2026-08-10T00:00Z', {})).toBeUndefined();
    // Five weeks of hours are more requests than the two edges of a month.
    expect(size('2026-07-31T22:00Z', '2026-08-31T22:00Z', { ...berlin, period: 'P1M' })).toBeUndefined();
  });
});

describe('rolledUp', () => {
  const [first, second] = [at('2026-08-02T22:00Z'), at('2026-08-03T22:00Z')];
  const buckets = [
    { startTime: first, endTime: second },
    { startTime: second, endTime: second + 24 * hourMs },
  ];
  const part = (period: AmazonPeriod, hours: number, timestamps: readonly number[], values: readonly number[]) =>
    ({
      source: { period, window: { startTime: first, endTime: first + hours * hourMs } },
      points: { timestamps, values },
    }) satisfies SourcePoints;

  it('sums the points of each bucket, stamped with its beginning', () => {
    const hours = part('PT1H', 48, [first, second - hourMs, second], [1, 2, 4]);
    expect(rolledUp('totalSessions', buckets, [hours])).toEqual({ timestamps: [first, second], values: [3, 4] });
  });

  it('has no point for a bucket without data at Amazon, and a 0 where Amazon has a 0', () => {
    expect(rolledUp('totalSessions', buckets, [part('PT1H', 48, [second], [0])])).toEqual({
      timestamps: [second],
      values: [0],
    });
    expect(rolledUp('totalSessions', buckets, [])).toEqual({ timestamps: [], values: [] });
  });

  it('takes a bucket that is stamped with its edge before the range for the first', () => {
    const cut = part('PT1H', 24, [first - hourMs / 2], [5]);
    expect(rolledUp('totalSessions', buckets, [cut])).toEqual({ timestamps: [first], values: [5] });
  });

  it('takes one value for that of its range, however it is stamped', () => {
    for (const stamp of [at('2026-08-02T00:00Z'), first, at('2026-08-03T00:00Z'), second]) {
      const single = part('SINGLE', 24, [stamp], [9]);
      expect(rolledUp('uniqueCustomers', buckets, [single])).toEqual({ timestamps: [first], values: [9] });
    }
  });

  it('refuses a second value of what does not add up', () => {
    const twice = part('SINGLE', 24, [first, first + hourMs], [9, 9]);
    expect(() => rolledUp('uniqueCustomers', buckets, [twice])).toThrow(
      'it gives uniqueCustomers two values from 2026-08-02T22:00:00Z on',
    );
  });

  it('refuses a sum that Excel cannot hold, and gives the largest that it can', () => {
    const hours = (values: readonly number[]): SourcePoints => part('PT1H', 24, [first, first + hourMs], values);
    expect(() => rolledUp('totalSessions', buckets, [hours([9e307, 9.9e306 + 9e305])])).toThrow(
      'too_large: The sum of totalSessions from 2026-08-02 on is larger than any number that Excel can hold.',
    );
    expect(() => rolledUp('totalSessions', buckets, [hours([1.7e308, 1.7e308])])).toThrow('too_large');
    expect(rolledUp('totalSessions', buckets, [hours([9.99999999999999e307, 0])]).values).toEqual([
      9.99999999999999e307,
    ]);
  });
});

describe('describeSources', () => {
  it.each([
    [undefined, "Amazon's own values"],
    [['PT1H', 'P1D'], 'summed from hours and UTC days'],
    [['PT15M'], 'summed from quarter-hours'],
    [['SINGLE'], 'asked as one value each'],
  ] as const)('says of %j', (periods, words) => {
    expect(describeSources(periods)).toBe(words);
  });
});
