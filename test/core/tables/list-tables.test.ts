import { describe, expect, it } from 'vitest';
import { failureOf, textOf } from '../../../src/core/domain/failure';
import type { Skill } from '../../../src/core/protocol/stream';
import { intentsColumn, parseIntentsCall, skillsTable, usualLocale } from '../../../src/core/tables/list-tables';
import type { Cell } from '../../../src/core/tables/metrics-table';
import { skillId } from '../../support/core/queries';

const skill = (name: string, more: Partial<Skill> = {}): Skill => ({
  skillId: `amzn1.ask.skill.${name}`,
  stage: 'live',
  name,
  nameByLocale: { 'en-US': name },
  apis: ['custom'],
  vendor: { id: 'M1ACME', name: 'Acme Voice' },
  ...more,
});

const trivia = skill('Trivia', { lastUpdated: '2026-08-01T12:00:00.000Z' });
const draft = skill('Trivia', { stage: 'development', apis: ['custom', 'smartHome'] });
const radio = skill('radio', { apis: ['music'], vendor: { id: 'M2BETA', name: 'Beta' } });
const names = (vendor: unknown): Cell[] => skillsTable([draft, trivia, radio], vendor).map(([name = '']) => name);
const failing = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return `${failureOf(error).code}: ${textOf(failureOf(error))}`;
  }
  return 'It did not fail.';
};

describe('skillsTable', () => {
  it('has a header, and a row for each skill and stage, by name, live ones first', () => {
    expect(skillsTable([draft, trivia, radio], null)).toEqual([
      ['Name', 'Skill ID', 'Stage', 'Types', 'Vendor', 'Last updated (UTC)'],
      ['radio', 'amzn1.ask.skill.radio', 'live', 'music', 'Beta', ''],
      ['Trivia', 'amzn1.ask.skill.Trivia', 'live', 'custom', 'Acme Voice', 46_235.5],
      ['Trivia', 'amzn1.ask.skill.Trivia', 'development', 'custom, smartHome', 'Acme Voice', ''],
    ]);
  });

  it.each([
    ['a name', 'Beta'],
    ['a name in another case, with stray spaces', ' bETA '],
    ['an id in another case', 'm2beta'],
    ['a range with blanks', [['Beta'], [''], [0]]],
  ])('keeps the skills of the vendor that %s names', (_, vendor) => {
    expect(names(vendor)).toEqual(['Name', 'radio']);
  });

  it('keeps the skills of several vendors', () => {
    expect(names([['M1ACME', 'Beta']])).toEqual(['Name', 'radio', 'Trivia', 'Trivia']);
  });

  it("lists the vendors where the given one isn't among them", () => {
    expect(failing(() => skillsTable([trivia, draft, radio], 'Gamma'))).toBe(
      'invalid_query: There is no vendor "Gamma" in your account. Use Acme Voice (M1ACME) or Beta (M2BETA).',
    );
  });

  it('fails where the account has no skills, whatever vendor is named', () => {
    expect(failing(() => skillsTable([], 'Beta'))).toMatch(/^not_found: This Amazon account has no skills\./);
  });
});

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

  it('fails without any', () => {
    expect(failing(() => intentsColumn([]))).toMatch(/^not_found: The skill has no intents/);
  });
});
