import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalZone,
  instantOfSerial,
  instantOfWall,
  offsetAt,
  offsetText,
  serialOf,
  serialOfWall,
  textOfSerial,
  timeZoneOf,
  wallOf,
} from '../../../src/core/time/excel-time';
import { second, zone, zones } from '../../support/core/arbitraries';

const utc = (iso: string): number => Date.parse(iso);
const formats = new Map(
  zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })]),
);

/** The offset that the engine itself names: GMT, GMT+05:45, GMT-12:00. Milliseconds. */
const namedOffset = (instant: number, timeZone: (typeof zones)[number]): number => {
  const name =
    formats
      .get(timeZone)
      ?.formatToParts(instant)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '', hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 || 0;
};

/** The serial that Excel shows as this date and time. */
const serial = (iso: string): number => (Date.parse(`${iso}Z`) + 25_569 * 86_400_000) / 86_400_000;

describe('serialOf', () => {
  it.each([
    ['2026-08-01T00:00:00Z', 'UTC', 46_235],
    ['2018-11-01T10:45:00Z', 'UTC', serial('2018-11-01T10:45')],
    ['2026-08-01T00:00:00Z', 'Europe/Berlin', serial('2026-08-01T02:00')],
    ['2026-12-01T00:00:00Z', 'Europe/Berlin', serial('2026-12-01T01:00')],
    ['2026-08-01T00:00:00Z', 'Asia/Kolkata', serial('2026-08-01T05:30')],
    ['2026-08-01T00:00:00Z', 'Asia/Kathmandu', serial('2026-08-01T05:45')],
    ['2026-08-01T00:00:00Z', 'Australia/Lord_Howe', serial('2026-08-01T10:30')],
    ['2026-12-01T00:00:00Z', 'Australia/Lord_Howe', serial('2026-12-01T11:00')],
    ['2026-08-01T00:00:00Z', 'America/St_Johns', serial('2026-07-31T21:30')],
    ['2011-12-30T09:59:00Z', 'Pacific/Apia', serial('2011-12-29T23:59')],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', serial('2011-12-31T00:00')],
  ])('gives %s in %s', (instant, timeZone, expected) => {
    expect(serialOf(utc(instant), timeZone)).toBe(expected);
  });

  it('shows the hour before and after the end of daylight saving twice', () => {
    expect(serialOf(utc('2026-10-25T00:30:00Z'), 'Europe/Berlin')).toBe(serial('2026-10-25T02:30'));
    expect(serialOf(utc('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe(serial('2026-10-25T02:30'));
  });

  it('puts first-century dates where they are', () => {
    expect(offsetAt(utc('0050-06-01T12:00:00Z'), 'UTC')).toBe(0);
  });

  it('shows what the clocks of the zone show, by the offset that the engine names', () => {
    fc.assert(
      fc.property(second, zone, (instant, timeZone) => {
        expect(offsetAt(instant, timeZone)).toBe(namedOffset(instant, timeZone));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('instantOfWall', () => {
  const wall = (iso: string): number => Date.parse(`${iso}Z`);

  it.each([
    ['an ordinary time', '2026-08-01T00:00', 'Europe/Berlin', '2026-07-31T22:00:00Z'],
    ['the first of the two', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['a skipped time', '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['a half-hour change, shown twice', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
    ['a half-hour change, skipped', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
    ['a midnight that is skipped', '2018-11-04T00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['a day that is skipped', '2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
    ['the minute before that day', '2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59:00Z'],
    ['the minute after it', '2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('reads %s: %s in %s', (_, text, timeZone, instant) => {
    expect(new Date(instantOfWall(wall(text), timeZone)).toISOString()).toBe(new Date(instant).toISOString());
  });

  /** All instants at which clocks of the zone show the wall time, found by trying every offset of the days around it. */
  const showing = (time: number, timeZone: (typeof zones)[number]): number[] => {
    const around = Array.from({ length: 53 }, (_, index) => time + (index - 26) * 3_600_000);
    return [...new Set(around.map((instant) => namedOffset(instant, timeZone)))]
      .map((offset) => time - offset)
      .filter((instant) => instant + namedOffset(instant, timeZone) === time)
      .sort((one, other) => one - other);
  };

  /** UTC days on which the zone's clocks change. */
  const daysOfChange = (timeZone: (typeof zones)[number]): number[] => {
    const changes: number[] = [];
    for (let day = Date.UTC(2011, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000)
      if (offsetAt(day, timeZone) !== offsetAt(day + 86_400_000, timeZone)) changes.push(day);
    return changes;
  };
  const changing = zones
    .map((timeZone) => [timeZone, daysOfChange(timeZone)] as const)
    .filter(([, days]) => days.length > 0);
  const nearChange = fc
    .constantFrom(...changing)
    .chain(([timeZone, days]) =>
      fc
        .tuple(fc.constantFrom(...days), fc.integer({ min: -24 * 60, max: 60 * 60 }))
        .map(([day, minutes]) => [day + minutes * 60_000, timeZone] as const),
    );
  const anywhere = fc.tuple(second, zone);

  it('is the first instant at which the clocks show the time, or as far behind a gap as it is written behind it', () => {
    fc.assert(
      fc.property(fc.oneof(nearChange, anywhere), ([time, timeZone]) => {
        const instant = instantOfWall(time, timeZone);
        const [first] = showing(time, timeZone);
        const gap = wallOf(instant, timeZone) - time;
        if (first !== undefined) expect(instant).toBe(first);
        else {
          expect(gap).toBeGreaterThan(0);
          expect(offsetAt(instant, timeZone) - offsetAt(instant - gap, timeZone)).toBe(gap);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leads back from a serial to its instant, except in the second pass of a repeated hour', () => {
    fc.assert(
      fc.property(fc.oneof(nearChange, anywhere), ([instant, timeZone]) => {
        const back = instantOfSerial(serialOf(instant, timeZone), timeZone);
        expect(wallOf(back, timeZone)).toBe(wallOf(instant, timeZone));
        expect([instant, ...showing(wallOf(instant, timeZone), timeZone)]).toContain(back);
        expect(back).toBeLessThanOrEqual(instant);
      }),
      { numRuns: 500 },
    );
  });
});

describe('instantOfSerial', () => {
  it('rounds away what arithmetic in cells leaves behind', () => {
    expect(instantOfSerial(46_235 + 1 / 3, 'UTC')).toBe(utc('2026-08-01T08:00:00Z'));
    expect(instantOfSerial(46_235 + 0.1 + 0.2, 'UTC')).toBe(instantOfSerial(46_235.3, 'UTC'));
  });
});

describe('timeZoneOf', () => {
  it.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['europe/berlin', 'Europe/Berlin'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('knows %s', (text, name) => {
    expect(timeZoneOf(text)).toBe(name);
  });

  it.each(['', 'Berlin', 'Europe/Berlin ', '+02:00', '2', 'Mars/Olympus', 'toString'])(
    'takes %j for no zone',
    (text) => {
      expect(timeZoneOf(text)).toBeUndefined();
    },
  );

  it('lets people keep the name that they use for a zone of several names', () => {
    for (const name of ['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'Europe/Kyiv'])
      expect(timeZoneOf(name)).toBe(name);
  });
});

describe('canonicalZone', () => {
  it('is one for all names of the same clocks', () => {
    expect(canonicalZone('Asia/Calcutta')).toBe(canonicalZone('Asia/Kolkata'));
    expect(canonicalZone('Europe/Berlin')).toBe('Europe/Berlin');
  });
});

describe('offsetText', () => {
  it.each([
    ['UTC', '+00:00'],
    ['Europe/Berlin', '+02:00'],
    ['Asia/Kathmandu', '+05:45'],
    ['America/St_Johns', '-02:30'],
    ['Pacific/Marquesas', '-09:30'],
    ['Etc/GMT+12', '-12:00'],
  ])('of %s in August is %s', (timeZone, text) => {
    expect(offsetText(utc('2026-08-01T00:00:00Z'), timeZone)).toBe(text);
  });
});

describe('textOfSerial', () => {
  it('is the day, or the minute, that clocks showed', () => {
    expect(textOfSerial(46_235, 'day')).toBe('2026-08-01');
    for (let minute = 0; minute < 1440; minute += 1)
      expect(textOfSerial(46_235 + minute / 1440, 'minute')).toBe(
        `2026-08-01 ${new Date(minute * 60_000).toISOString().slice(11, 16)}`,
      );
  });
});

describe('serialOfWall', () => {
  it('is DATE()+TIME() of Excel, bit by bit, for every quarter-hour of fifteen years', () => {
    let different = 0;
    let first = 0;
    for (let day = Date.UTC(2015, 0, 1); day < Date.UTC(2030, 0, 1); day += 86_400_000) {
      for (let quarter = 0; quarter < 96; quarter += 1) {
        // TIME() is a fraction of a day, DATE() a whole number; Excel adds them as IEEE 754 doubles.
        const excel = day / 86_400_000 + 25_569 + (quarter * 900) / 86_400;
        if (serialOfWall(day + quarter * 900_000) === excel) continue;
        different += 1;
        first ||= day + quarter * 900_000;
      }
    }
    expect({ different, first }).toEqual({ different: 0, first: 0 });
  });
});
