import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricNames, metricsFor, skillTypes } from '../../../src/core/domain/catalog';
import { changedMoreFields, changeForm, emptyForm } from '../../../src/taskpane/model/form';

describe('changeForm', () => {
  it('drops metrics that the new skill type does not have and keeps the others in order', () => {
    const form = { ...emptyForm, metric: ['failedUtterances', 'totalSessions', 'uniqueCustomers'] as const };
    expect(changeForm(form, { skillType: 'flashBriefing' }).metric).toEqual(['totalSessions', 'uniqueCustomers']);
  });

  it('takes a usual metric where none is left, and none where there was none', () => {
    expect(changeForm(emptyForm, { skillType: 'music' }).metric).toEqual(['uniqueCustomers']);
    const failed = { ...emptyForm, metric: ['failedUtterances'] as const };
    expect(changeForm(failed, { skillType: 'flashBriefing' }).metric).toEqual(['totalSessions']);
    expect(changeForm({ ...emptyForm, metric: [] }, { skillType: 'music' }).metric).toEqual([]);
  });

  it('never holds a metric that Amazon does not calculate for the skill type', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record(
            { skillType: fc.constantFrom(...skillTypes), metric: fc.subarray([...metricNames]) },
            { requiredKeys: [] },
          ),
        ),
        (changes) => {
          const form = changes.reduce((before, change) => changeForm(before, change), emptyForm);
          expect(metricsFor(form.skillType)).toEqual(expect.arrayContaining([...form.metric]));
        },
      ),
    );
  });

  it('leaves every other field alone', () => {
    expect(changeForm(emptyForm, { locale: 'de-DE' })).toEqual({ ...emptyForm, locale: 'de-DE' });
  });
});

describe('changedMoreFields', () => {
  it('counts what differs from the start', () => {
    expect(changedMoreFields(emptyForm)).toBe(0);
    const form = { ...emptyForm, tz: 'Europe/Berlin', order: 'desc', locale: 'en-US' } as const;
    expect(changedMoreFields(form)).toBe(2);
    expect(changedMoreFields({ ...form, call: 'SKILLTOTAL' })).toBe(1);
    expect(changedMoreFields({ ...form, call: 'SKILLMETRICSINFO' })).toBe(1);
    expect(changedMoreFields({ ...form, call: 'ALEXASKILLS' })).toBe(0);
  });
});
