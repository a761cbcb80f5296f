import { describe, expect, it } from 'vitest';
import { failureOf, textOf } from '../../../src/core/domain/failure';
import { intentsColumn, parseIntentsCall, usualLocale } from '../../../src/core/tables/intents-table';
import { skillId } from '../../support/core/queries';

const failing = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return `${failureOf(error).code}: ${textOf(failureOf(error))}`;
  }
  return 'It did not fail.';
};

describe('parseIntentsCall', () => {
  it('reads what cells hold', () => {
    expect(parseIntentsCall({ skillId: [[` ${skillId} `]], locale: 'de_de', stage: 'Development' })).toEqual({
      skillId,
      stage: 'development',
      locale: 'de-DE',
    });
  });

  it.each([
    ['is omitted', null],
    ['is an empty cell', 0],
  ])('leaves the locale open where it %s', (_, blank) => {
    expect(parseIntentsCall({ skillId, locale: blank, stage: blank })).toEqual({ skillId, stage: 'live' });
  });

  it('lists every problem at once', () => {
    expect(failing(() => parseIntentsCall({ skillId: 'x', locale: 'English', stage: 'beta' }))).toBe(
      'invalid_query: skillId can\'t be "x": the skill\'s ID, amzn1.ask.skill.… stage can\'t be "beta": live, development. locale can\'t be "English": a locale such as en-US. Fix these arguments.',
    );
    expect(failing(() => parseIntentsCall({ skillId, locale: [['en-US', 'de-DE']] }))).toContain(
      'locale can\'t be "en-US, de-DE": one value',
    );
  });
});

describe('usualLocale', () => {
  it('is en-US where the skill has it, and else its first', () => {
    expect(usualLocale(['de-DE', 'en-US'])).toBe('en-US');
    expect(usualLocale(['de-DE', 'en-GB'])).toBe('de-DE');
  });

  it('fails where the skill has none', () => {
    expect(failing(() => usualLocale([]))).toMatch(/^not_found: The skill has no locale/);
  });
});

describe('intentsColumn', () => {
  it('is a column of names', () => {
    expect(intentsColumn(['AMAZON.HelpIntent', 'PlayIntent'])).toEqual([['AMAZON.HelpIntent'], ['PlayIntent']]);
  });

  it('fails where there is none', () => {
    expect(failing(() => intentsColumn([]))).toMatch(/^not_found: The skill has no intents/);
  });
});
