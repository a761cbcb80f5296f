import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfSerial, serialOf, wallOf } from '../../src/core/excel-time';
import { formatInstant } from '../../src/core/instant';
import { currentMinute, parseTime, type TimeContext } from '../../src/core/time-input';
import { second, zone } from './arbitraries';

const now = Date.parse('2026-11-22T14:37:12.345Z');
const context: TimeContext = { timeZone: 'UTC', now, period: 'P1D' };
const read = (value: string | number | boolean, more: Partial<TimeContext> = {}): string | undefined => {
  const instant = parseTime(value, { ...context, ...more });
  return instant === undefined ? undefined : formatInstant(instant);
};

describe('parseTime', () => {
  it.each([
    [46_235, '2026-08-01T00:00:00Z'],
    [43_405.447916666664, '2018-11-01T10:45:00Z'],
    ['46235', '2026-08-01T00:00:00Z'],
    ['46235.5', '2026-08-01T12:00:00Z'],
    ['2026-08-01', '2026-08-01T00:00:00Z'],
    ['2026-08-01T10:45', '2026-08-01T10:45:00Z'],
    ['2026-08-01 10:45:30', '2026-08-01T10:45:30Z'],
    ['2026-08-01T10:45:30.25', '2026-08-01T10:45:30.250Z'],
    ['2026-08-01t10:45z', '2026-08-01T10:45:00Z'],
    ['2026-08-01T10:45+02:00', '2026-08-01T08:45:00Z'],
  ])('reads %j', (value, iso) => {
    expect(read(value)).toBe(iso);
  });

  it.each([
    [46_235, '2026-07-31T22:00:00Z'],
    ['46235', '2026-07-31T22:00:00Z'],
    ['2026-08-01', '2026-07-31T22:00:00Z'],
    ['2026-08-01T10:45', '2026-08-01T08:45:00Z'],
    ['2026-08-01T10:45Z', '2026-08-01T10:45:00Z'],
    ['today', '2026-11-21T23:00:00Z'],
    ['now', '2026-11-22T14:37:00Z'],
  ])('takes %j without a zone for a time on the clocks of the zone', (value, iso) => {
    expect(read(value, { timeZone: 'Europe/Berlin' })).toBe(iso);
  });

  it.each([
    ['now', 'P1D', '2026-11-22T14:37:00Z'],
    ['NOW', 'P1D', '2026-11-22T14:37:00Z'],
    ['Today', 'P1D', '2026-11-22T00:00:00Z'],
    ['-7d', 'P1D', '2026-11-15T00:00:00Z'],
    ['-7d', 'PT1H', '2026-11-15T14:00:00Z'],
    ['-7d', 'PT15M', '2026-11-15T14:30:00Z'],
    ['-7d', 'SINGLE', '2026-11-15T14:37:00Z'],
    ['-24h', 'PT1H', '2026-11-21T14:00:00Z'],
    ['-4w', 'P1D', '2026-10-25T00:00:00Z'],
    ['-4W', 'P1D', '2026-10-25T00:00:00Z'],
    ['- 4 w', 'P1D', '2026-10-25T00:00:00Z'],
    ['\u22124w', 'P1D', '2026-10-25T00:00:00Z'],
  ] as const)('counts %s with period %s back from now, to the edge of a bucket', (word, period, iso) => {
    expect(read(word, { period })).toBe(iso);
  });

  it('begins today when the day begins in the zone, on days that clocks change too', () => {
    const day = { timeZone: 'Europe/Berlin', now: Date.parse('2026-10-25T22:30:00Z') };
    expect(read('today', day)).toBe('2026-10-24T22:00:00Z');
    expect(read('today', { timeZone: 'Australia/Lord_Howe' })).toBe('2026-11-22T13:00:00Z');
  });

  it.each([
    0,
    0.5,
    -46_235,
    2_958_466,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    'yesterday',
    '7d',
    '+7d',
    '-7',
    '-7m',
    '01.08.2026',
    '8/1/2026',
    '2026-02-30',
    '2026-08-01T25:00',
    '2026-08-01T10',
    '2026-08',
    '20260801',
    'TODAY()',
    '#N/A',
  ])('takes %j for no time', (value) => {
    expect(read(value)).toBeUndefined();
  });

  it('means the same moment by a serial, by that serial as text, and by the date as text', () => {
    fc.assert(
      fc.property(second, zone, (instant, timeZone) => {
        const written = serialOf(instant, timeZone);
        const local = formatInstant(wallOf(instant, timeZone)).replace('Z', '');
        const meant = instantOfSerial(written, timeZone);
        const at = { ...context, timeZone };
        expect(parseTime(written, at)).toBe(meant);
        expect(parseTime(String(written), at)).toBe(meant);
        expect(parseTime(local, at)).toBe(meant);
        expect(parseTime(local.replace('T', ' '), at)).toBe(meant);
        expect(parseTime(formatInstant(meant), at)).toBe(meant);
      }),
    );
  });
});

describe('currentMinute', () => {
  it('leaves out the seconds', () => {
    expect(formatInstant(currentMinute(now))).toBe('2026-11-22T14:37:00Z');
  });
});
