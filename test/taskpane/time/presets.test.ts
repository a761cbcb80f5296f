import { describe, expect, it } from 'vitest';
import { checkForm } from '../../../src/taskpane/model/form-check';
import { emptyForm } from '../../../src/taskpane/model/form-model';
import { presetOf, presetsAt } from '../../../src/taskpane/time/presets';
import { now, skillId } from '../support/fakes';

const rangeOf = (name: string, at = now, zone = 'UTC') =>
  presetsAt(at, zone).find((preset) => preset.name === name)?.range;

describe('presetsAt', () => {
  it('counts months and years by the calendar', () => {
    expect(rangeOf('month')).toEqual({ startTime: '2026-11-01', endTime: '' });
    expect(rangeOf('last-month')).toEqual({ startTime: '2026-10-01', endTime: '2026-11-01' });
    expect(rangeOf('year')).toEqual({ startTime: '2026-01-01', endTime: '' });
  });

  it('finds last month in the year before', () => {
    const january = Date.parse('2027-01-15T00:00:00Z');
    expect(rangeOf('last-month', january)).toEqual({ startTime: '2026-12-01', endTime: '2027-01-01' });
  });

  it('goes by the calendar of the zone', () => {
    const newYear = Date.parse('2026-12-31T20:00:00Z');
    expect(rangeOf('year', newYear, 'Asia/Tokyo')?.startTime).toBe('2027-01-01');
    expect(rangeOf('year', newYear, 'America/New_York')?.startTime).toBe('2026-01-01');
  });

  it('gives ranges that can be asked', () => {
    for (const { range } of presetsAt(now, 'UTC'))
      expect(checkForm({ ...emptyForm, ...range, skillId }, now)).toMatchObject({ ok: true });
  });
});

describe('presetOf', () => {
  const presets = presetsAt(now, 'UTC');

  it('knows each preset by its range', () => {
    for (const preset of presets) expect(presetOf(presets, preset.range)).toBe(preset);
  });

  it('takes a written now for an end that is left out', () => {
    expect(presetOf(presets, { startTime: ' -28D', endTime: 'Now' })?.name).toBe('28d');
    expect(presetOf(presets, { startTime: '2026-10-01', endTime: '' })).toBeUndefined();
  });
});
