import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascends, floorTo, floorToDay, formatInstant, parseDate, parseInstant } from '../../../src/core/domain/instant';

describe('parseInstant', () => {
  it.each([
    ['2018-11-01T10:45:00Z', '2018-11-01T10:45:00.000Z'],
    ['2018-11-01t10:45z', '2018-11-01T10:45:00.000Z'],
    ['2018-11-01 10:45:00Z', '2018-11-01T10:45:00.000Z'],
    ['2018-11-01T10:45:00.5Z', '2018-11-01T10:45:00.500Z'],
    ['2018-11-01T10:45:00.123456789Z', '2018-11-01T10:45:00.123Z'],
    ['2018-11-01T10:45:00+02:00', '2018-11-01T08:45:00.000Z'],
    ['2018-11-01T10:45:00-0330', '2018-11-01T14:15:00.000Z'],
    ['2018-11-01T10:45+02', '2018-11-01T08:45:00.000Z'],
    ['2018-11-01T10:45+14:00', '2018-10-31T20:45:00.000Z'],
    ['2018-11-01T23:59:59-12:00', '2018-11-02T11:59:59.000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each([
    '2018-11-01T10:45:00',
    '2018-11-01',
    '2018-11-01T24:00Z',
    '2018-11-01T10:60Z',
    '2018-11-01T10:45:60Z',
    '2018-02-30T10:45Z',
    '2018-13-01T10:45Z',
    '2018-11-01T10:45+15:00',
    '2018-11-01T10:45+02:60',
    '2018-11-01T10:45+15:00',
    '2018-11-01T10Z',
    '01.11.2018 10:45Z',
    'Thu, 01 Nov 2018 10:45:00 GMT',
    '',
  ])('takes %s for no instant', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('reads whatever formatInstant writes', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0000-01-01T00:00Z'), max: new Date(253_402_300_799_999) }),
        (date) => {
          expect(parseInstant(formatInstant(date.getTime()))).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('parseDate', () => {
  it('knows which days there are', () => {
    expect(parseDate('2026-08-01')).toBe(Date.UTC(2026, 7, 1));
    expect(parseDate('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(parseDate('2023-02-29')).toBeUndefined();
    expect(parseDate('2026-8-1')).toBeUndefined();
    expect(parseDate('2026-00-10')).toBeUndefined();
  });
});

describe('formatInstant', () => {
  it('writes times as Amazon does, with a fraction only where there is one', () => {
    expect(formatInstant(Date.UTC(2018, 10, 1, 10, 45))).toBe('2018-11-01T10:45:00Z');
    expect(formatInstant(Date.UTC(2018, 10, 1, 10, 45, 0, 7))).toBe('2018-11-01T10:45:00.007Z');
  });
});

describe('floorTo', () => {
  it('goes down to the grid, before 1970 too', () => {
    expect(floorTo(901_000, 900_000)).toBe(900_000);
    expect(floorTo(900_000, 900_000)).toBe(900_000);
    expect(floorToDay(-1)).toBe(-86_400_000);
  });
});

describe('ascends', () => {
  it('wants each later than the one before', () => {
    expect(ascends([])).toBe(true);
    expect(ascends([-5, 0, 7])).toBe(true);
    expect(ascends([1, 1])).toBe(false);
    expect(ascends([1, 3, 2])).toBe(false);
  });
});
