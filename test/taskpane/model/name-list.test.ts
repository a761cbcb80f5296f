import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesIn, offeredFor, tidyNames, toggleName } from '../../../src/taskpane/model/name-list';

const locales = ['de-DE', 'en-GB', 'en-US'];
const names = fc.uniqueArray(fc.constantFrom(...locales));

describe('offeredFor', () => {
  it('goes by the name at the end', () => {
    expect(offeredFor('en-US, de', locales)).toEqual(['de-DE']);
    expect(offeredFor('EN', locales)).toEqual(['en-GB', 'en-US']);
  });

  it('offers all where nothing is begun, or a whole name stands there', () => {
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
