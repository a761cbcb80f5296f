import { describe, expect, it } from 'vitest';
import { linePath } from '../../../../src/taskpane/features/preview/chart';
import { timeTicks, valueTicks } from '../../../../src/taskpane/features/preview/ticks';

const at = (iso: string): number => Date.parse(`${iso}Z`) / 1_000;
const said = (from: string, to: string, most = 4): string[] =>
  timeTicks(at(from), at(to), most).map(({ label, context }) =>
    context === undefined ? label : `${label} (${context})`,
  );

describe('marks of a chart', () => {
  it('of values are round, few, and within them', () => {
    expect(valueTicks(0, 730, 4)).toEqual([0, 200, 400, 600]);
    expect(valueTicks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(valueTicks(97, 99, 4)).toEqual([97, 97.5, 98, 98.5, 99]);
    expect(valueTicks(-5, 5, 4)).toEqual([-5, 0, 5]);
  });

  it('of times are at whole hours, days, Mondays, months and years, and name the date where it changes', () => {
    expect(said('2026-08-01T22:10', '2026-08-02T01:30')).toEqual(['23:00 (Aug 1)', '00:00 (Aug 2)', '01:00']);
    expect(said('2026-12-30T00:00', '2027-01-02T00:00')).toEqual(['Dec 30 (2026)', 'Dec 31', 'Jan 1 (2027)', 'Jan 2']);
    expect(said('2026-08-01T00:00', '2026-08-28T00:00')).toEqual(['Aug 3 (2026)', 'Aug 10', 'Aug 17', 'Aug 24']);
    expect(said('2026-07-15T00:00', '2027-02-15T00:00')).toEqual(['Oct (2026)', 'Jan (2027)']);
    expect(said('2019-05-01T00:00', '2026-05-01T00:00')).toEqual(['2020', '2022', '2024', '2026']);
  });
});

describe('a line of a chart', () => {
  const y = (value: number): number => 10 - value;

  it('is broken where there is no value, and a point alone is a dot', () => {
    expect(linePath([1, 2, null, 3, null], [0, 5, 10, 15, 20], y)).toBe('M0.0 9.0h0L5.0 8.0M15.0 7.0h0');
  });

  it('shows the lowest and the highest of many points at one pixel', () => {
    expect(linePath([1, 9, 0, 5, 4], [0, 0.2, 0.4, 0.6, 1], y)).toBe('M0.2 1.0h0L0.4 10.0L1.0 6.0');
  });
});
