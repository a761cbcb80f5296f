import { describe, expect, it } from 'vitest';
import { clocksGoBack } from '../../../src/core/time/calendar';
import { at } from '../../support/core/queries';

const minuteMs = 60_000;

describe('clocksGoBack', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25T01:00:00Z'],
    ['America/New_York', '2026-11-01T06:00:00Z'],
    ['America/Asuncion', '2024-03-24T03:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Antarctica/Troll', '2026-10-25T01:00:00Z'],
  ])('is whether the range holds a minute on both sides of the change: %s at %s', (timeZone, iso) => {
    const change = at(iso);
    const goBack = (from: number, until: number): boolean =>
      clocksGoBack({ startTime: change + from * minuteMs, endTime: change + until * minuteMs }, timeZone);
    expect(goBack(-1, 1)).toBe(true);
    expect(goBack(-3 * 1440, 1440)).toBe(true);
    expect(goBack(-1440, 0)).toBe(false);
    expect(goBack(0, 1440)).toBe(false);
  });

  it("is false where clocks go forward, don't change, or follow UTC", () => {
    const march = { startTime: at('2026-03-28T00:00:00Z'), endTime: at('2026-03-30T00:00:00Z') };
    expect(clocksGoBack(march, 'Europe/Berlin')).toBe(false);
    const year = { startTime: at('2026-01-01T00:00:00Z'), endTime: at('2027-01-01T00:00:00Z') };
    expect(['UTC', 'Asia/Kolkata'].map((timeZone) => clocksGoBack(year, timeZone))).toEqual([false, false]);
    expect(clocksGoBack(year, 'Europe/Berlin')).toBe(true);
  });
});
