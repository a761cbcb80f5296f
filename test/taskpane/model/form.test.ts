import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricNames, metricsFor, skillTypes } from '../../../src/core/domain/catalog';
import {
  changedMoreFields,
  changeForm,
  emptyForm,
  namesIn,
  offeredFor,
  tidyNames,
  toggleName,
} from '../../../src/taskpane/model/form';

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

const locales = ['de-DE', 'en-GB', 'en-US'];
const names = fc.uniqueArray(fc.constantFrom(...locales));

describe('offeredFor', () => {
  it('goes by the name at the end', () => {
    expect(offeredFor('en-US, de', locales)).toEqual(['de-DE']);
    expect(offeredFor('EN', locales)).toEqual(['en-GB', 'en-US']);
  });

  it('offers all if nothing is typed, or a whole name is there', () => {
    expect(offeredFor('', locales)).toEqual(locales);
    expect(offeredFor('en-US, ', locales)).toEqual(locales);
    expect(offeredFor('en-us', locales)).toEqual(locales);
  });
});

describe('toggleName', () => {
  it('puts a name in the place of what was typed of it, ready for the next', () => {
    expect(toggleName('en-US, de', 'de-DE', true)).toBe('en-US, de-DE, ');
    expect(toggleName('fr-CA en', 'en-US', true)).toBe('fr-CA, en-US, ');
  });

  it('leaves what was typed before where nobody types', () => {
    expect(toggleName('en', 'en-US', false)).toBe('en, en-US');
  });

  it('takes away what it added', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...locales), (chosen, name) => {
        const text = chosen.filter((one) => one !== name).join(', ');
        expect(toggleName(toggleName(text, name, false), name, false)).toBe(text);
      }),
    );
  });

  it('never holds a name twice', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...locales), fc.boolean())), (steps) => {
        const text = steps.reduce((before, [name, typing]) => toggleName(before, name, typing), '');
        expect(new Set(namesIn(text)).size).toBe(namesIn(text).length);
      }),
    );
  });
});

it('tidyNames leaves one comma between names', () => {
  expect(tidyNames(' en-US;de-DE , ')).toBe('en-US, de-DE');
});
