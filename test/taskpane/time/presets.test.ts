import { describe, expect, it } from 'vitest';
import { checkForm } from '../../../src/taskpane/model/form-check';
import { emptyForm, type Form } from '../../../src/taskpane/model/form-model';
import { presetOf, presets } from '../../../src/taskpane/time/presets';
import { now, skillId } from '../support/fakes';

const rangeOf = (name: string) => presets.find((preset) => preset.name === name)?.range;

/** What a preset asks for at a moment. */
const askedBy = (name: string, at: number, tz = '') => {
  const form: Form = { ...emptyForm, ...rangeOf(name), skillId, tz };
  const check = checkForm(form, at);
  return check.ok ? { formula: check.formula, ...check.request?.question } : check;
};

describe('presets', () => {
  it('are words, so that the formula moves on with each refresh', () => {
    const formula = `=SKILLMETRICS("${skillId}","uniqueCustomers","last month","this month")`;
    expect(askedBy('last-month', now)).toMatchObject({
      formula,
      startTime: Date.parse('2026-10-01'),
      endTime: Date.parse('2026-11-01'),
    });
    expect(askedBy('last-month', Date.parse('2027-01-15T00:00:00Z'))).toMatchObject({
      formula,
      startTime: Date.parse('2026-12-01'),
      endTime: Date.parse('2027-01-01'),
    });
  });

  it('are complete days: the running one is not among them', () => {
    const today = Date.parse('2026-11-22T00:00:00Z');
    const noon = Date.parse('2026-11-22T12:00:00Z');
    for (const name of ['7d', '28d', '90d', 'month', 'year'])
      expect(askedBy(name, noon)).toMatchObject({ endTime: today });
    expect(askedBy('7d', noon)).toMatchObject({ startTime: today - 7 * 86_400_000 });
  });

  it('go by the calendar of the zone', () => {
    const newYear = Date.parse('2026-12-31T20:00:00Z');
    expect(askedBy('year', newYear, 'Asia/Tokyo')).toMatchObject({ startTime: Date.parse('2027-01-01T00:00+09:00') });
    expect(askedBy('year', newYear)).toMatchObject({ startTime: Date.parse('2026-01-01') });
  });

  it.each(presets)('can be asked: $label', ({ range }) => {
    expect(checkForm({ ...emptyForm, ...range, skillId }, now)).toMatchObject({ ok: true });
  });
});

describe('presetOf', () => {
  it.each(presets)('knows $label by its range', (preset) => {
    expect(presetOf(preset.range)).toBe(preset);
  });

  it('forgives case and spaces, and takes no range with the running day for one of complete days', () => {
    expect(presetOf({ startTime: ' -28D', endTime: ' Today' })?.name).toBe('28d');
    for (const endTime of ['', 'now']) expect(presetOf({ startTime: '-28d', endTime })).toBeUndefined();
    expect(presetOf({ startTime: 'Last  Month ', endTime: 'THIS MONTH' })?.name).toBe('last-month');
  });

  it('takes dates for dates, even those of a month', () => {
    expect(presetOf({ startTime: '2026-10-01', endTime: '2026-11-01' })).toBeUndefined();
    expect(presetOf({ startTime: 'last month', endTime: '' })).toBeUndefined();
  });
});
