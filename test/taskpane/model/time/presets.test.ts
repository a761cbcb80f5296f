import { describe, expect, it } from 'vitest';
import { emptyForm, type Form } from '../../../../src/taskpane/model/form';
import { checkForm } from '../../../../src/taskpane/model/form-check';
import {
  choosePeriod,
  choosePreset,
  datesOf,
  type Preset,
  presetOf,
  presets,
} from '../../../../src/taskpane/model/time/presets';
import { now, skillId } from '../../../support/taskpane/fakes';

const day = 86_400_000;
const presetNamed = (name: string): Preset => {
  const found = presets.find((preset) => preset.name === name);
  if (found === undefined) throw new Error(`no preset ${name}`);
  return found;
};
const chosen = (name: string, includesToday = false, more: Partial<Form> = {}): Form => {
  const form: Form = { ...emptyForm, skillId, ...more };
  return { ...form, ...choosePreset(form, presetNamed(name), includesToday) };
};

/** What a form asks for at a moment. */
const asked = (form: Form, at: number) => {
  const check = checkForm(form, at);
  if (!check.ok) throw new Error([...check.problems.values()].map(({ text }) => text).join(' '));
  return { formula: check.formula, ...check.request?.query };
};

describe('presets', () => {
  it('are words, so that the formula moves on with each refresh', () => {
    const formula = `=SKILLMETRICS("${skillId}","totalSessions","last month")`;
    expect(asked(chosen('last month'), now)).toMatchObject({
      formula,
      startTime: Date.parse('2026-10-01'),
      endTime: Date.parse('2026-11-01'),
    });
    expect(asked(chosen('last month'), Date.parse('2027-01-15T00:00:00Z'))).toMatchObject({
      formula,
      startTime: Date.parse('2026-12-01'),
      endTime: Date.parse('2027-01-01'),
    });
  });

  it('are complete days: today is not among them unless it is asked for', () => {
    const today = Date.parse('2026-11-22T00:00:00Z');
    const noon = today + day / 2;
    for (const { name } of presets) expect(Number(asked(chosen(name), noon).endTime), name).toBeLessThanOrEqual(today);
    expect(asked(chosen('7d'), noon)).toMatchObject({ startTime: today - 7 * day, endTime: today });
    expect(asked(chosen('7d', true), noon)).toMatchObject({ startTime: today - 6 * day, endTime: today + day });
    expect(asked(chosen('this month', true), noon)).toMatchObject({ endTime: today + day });
  });

  it('have complete weeks and months, too, whichever is chosen first', () => {
    const weekly = chosen('28d', false, { period: 'P1W' });
    expect(weekly.tail).toBe('complete');
    expect(asked(weekly, Date.parse('2026-11-25T12:00:00Z'))).toMatchObject({ endTime: Date.parse('2026-11-23') });
    const daily = chosen('28d');
    expect(choosePeriod(daily, 'P1W')).toEqual({ period: 'P1W', tail: 'complete' });
    expect(choosePeriod(weekly, 'P1D')).toEqual({ period: 'P1D', tail: 'all' });
    expect(choosePeriod(chosen('28d', true), 'P1W')).toEqual({ period: 'P1W', tail: 'all' });
    expect(choosePeriod({ ...daily, startTime: '2026-10-01' }, 'P1W')).toEqual({ period: 'P1W' });
    expect(choosePeriod({ ...daily, tail: 'final' }, 'P1W').tail).toBe('final');
  });

  it('have whole days, however finely these are cut', () => {
    const noon = Date.parse('2026-11-22T12:00:00Z');
    for (const period of ['PT1H', 'SINGLE'] as const) {
      const range = { startTime: Date.parse('2026-10-25'), endTime: Date.parse('2026-11-22') };
      expect(asked(chosen('28d', false, { period }), noon)).toMatchObject(range);
    }
  });

  it('have weeks and quarters', () => {
    const sunday = Date.parse('2026-11-22T12:00:00Z');
    expect(asked(chosen('last week'), sunday)).toMatchObject({
      startTime: Date.parse('2026-11-09'),
      endTime: Date.parse('2026-11-16'),
    });
    expect(asked(chosen('this week'), sunday)).toMatchObject({
      startTime: Date.parse('2026-11-16'),
      endTime: Date.parse('2026-11-22'),
    });
    expect(asked(chosen('last quarter'), sunday)).toMatchObject({
      startTime: Date.parse('2026-07-01'),
      endTime: Date.parse('2026-10-01'),
    });
  });

  it('take the place of cells', () => {
    const bound = { startTime: { kind: 'reference', address: 'B6', sheet: 'Data' } } as const;
    expect(chosen('7d', false, { bound }).bound.startTime).toBeUndefined();
  });

  it('go by the calendar of the zone', () => {
    const newYear = Date.parse('2026-12-31T20:00:00Z');
    expect(asked(chosen('this year', false, { tz: 'Asia/Tokyo' }), newYear)).toMatchObject({
      startTime: Date.parse('2027-01-01T00:00+09:00'),
    });
    expect(asked(chosen('this year'), newYear)).toMatchObject({ startTime: Date.parse('2026-01-01') });
  });

  it.each(presets)('can be asked: $label', ({ name }) => {
    for (const includesToday of [false, true])
      expect(checkForm(chosen(name, includesToday), now)).toMatchObject({ ok: true });
  });
});

describe('presetOf', () => {
  it.each(presets)('knows $label by its range', (preset) => {
    expect(presetOf(preset.complete)).toEqual({ preset, includesToday: false });
    if (preset.withToday !== undefined) expect(presetOf(preset.withToday)).toEqual({ preset, includesToday: true });
  });

  it('forgives case and spaces', () => {
    expect(presetOf({ startTime: ' Last 28  Days', endTime: ' ' })?.preset.name).toBe('28d');
    expect(presetOf({ startTime: 'This  Week ', endTime: 'TODAY' })?.preset.name).toBe('this week');
  });

  it('takes no other range for one', () => {
    expect(presetOf({ startTime: '-28d', endTime: '' })).toBeUndefined();
    expect(presetOf({ startTime: '2026-10-01', endTime: '2026-11-01' })).toBeUndefined();
    expect(presetOf({ startTime: 'last month', endTime: 'today' })).toBeUndefined();
  });
});

describe('a range of the person’s own', () => {
  it('begins with the days of the preset, as dates', () => {
    const at = Date.parse('2026-11-26T09:00:00Z');
    const datesFor = (name: string, includesToday: boolean, tz = '') => datesOf(chosen(name, includesToday), tz, at);
    expect(datesFor('28d', false)).toEqual({ startTime: '2026-10-29', endTime: '2026-11-25' });
    expect(datesFor('28d', true)).toEqual({ startTime: '2026-10-30', endTime: '2026-11-26' });
    expect(datesFor('last month', false)).toEqual({ startTime: '2026-10-01', endTime: '2026-10-31' });
    expect(datesFor('yesterday', false, 'Pacific/Kiritimati')).toEqual({
      startTime: '2026-11-25',
      endTime: '2026-11-25',
    });
  });

  it('asks for the same days', () => {
    const preset = chosen('28d');
    const { startTime, endTime } = { startTime: undefined, endTime: undefined, ...asked(preset, now) };
    expect(asked({ ...preset, ...datesOf(preset, '', now) }, now)).toMatchObject({ startTime, endTime });
  });
});
