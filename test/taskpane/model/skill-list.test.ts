import { describe, expect, it } from 'vitest';
import { emptyForm } from '../../../src/taskpane/model/form';
import { arrangeSkills, chooseSkill, entriesOf, knownOf, searchSkills } from '../../../src/taskpane/model/skill-list';
import { skill } from '../../support/taskpane/fakes';

const trivia = skill('Daily Trivia', { nameByLocale: { 'en-US': 'Daily Trivia', 'de-DE': 'Tägliches Quiz' } });
const lights = skill('Lights', { apis: ['smartHome'], stage: 'development' });
const cams = skill('Harbor Cams', { apis: ['video'] });
const night = skill('Night Trivia');
const entries = entriesOf([cams, trivia, { ...trivia, stage: 'development', name: 'Daily Trivia 2' }, lights, night]);
const namesOf = (found: readonly { name: string }[]): readonly string[] => found.map(({ name }) => name);
const named = (name: string) => {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe('entriesOf', () => {
  it('makes one entry of a skill with both stages, by its live name', () => {
    expect(namesOf(entries)).toEqual(['Harbor Cams', 'Daily Trivia', 'Lights', 'Night Trivia']);
    expect(named('Daily Trivia')).toMatchObject({
      stages: ['live', 'development'],
      types: ['custom'],
      locales: ['en-US', 'de-DE'],
    });
  });

  it('knows of no metrics for such as videos', () => {
    expect(named('Harbor Cams')).toMatchObject({ types: [], otherType: 'video' });
  });
});

describe('knownOf', () => {
  const id = named('Daily Trivia').skillId;

  it('returns the ID of a skill that a formula calls by its name, in any case', () => {
    expect(knownOf({ skillId: ' daily TRIVIA', skillType: 'custom' }, entries)).toEqual({
      skillId: id,
      skillType: 'custom',
    });
  });

  it('returns the type of a skill that differs from the one in the form', () => {
    const { skillId } = named('Lights');
    expect(knownOf({ skillId, skillType: 'custom' }, entries)).toEqual({ skillId, skillType: 'smartHome' });
  });

  it.each([
    ['is as it should be', id],
    ['is unknown', 'amzn1.ask.skill.elsewhere'],
    ['is not named yet', ''],
    ['has no metrics', 'Harbor Cams'],
  ])('changes nothing where the skill %s', (_, skillId) => {
    expect(knownOf({ skillId, skillType: 'custom' }, entries)).toBeUndefined();
  });

  it('changes nothing where two skills have the name', () => {
    const twins = entriesOf([skill('Twins'), { ...skill('Twins'), skillId: 'amzn1.ask.skill.other' }]);
    expect(knownOf({ skillId: 'Twins', skillType: 'custom' }, twins)).toBeUndefined();
  });
});

describe('searchSkills', () => {
  it.each([
    ['by its name', 'trivia', ['Night Trivia', 'Daily Trivia']],
    ['by its name in any locale, without accents', 'taglich', ['Daily Trivia']],
    ['by parts in any order', 'tri dai', ['Daily Trivia']],
    ['by its ID', 'amzn1.ask.skill.lights', ['Lights']],
    ['by its vendor', 'lighthouse night', ['Night Trivia']],
    ['not at all', 'weather', []],
  ])('finds a skill %s', (_, typed, names) => {
    expect([...namesOf(searchSkills(entries, typed))].sort()).toEqual([...names].sort());
  });

  it('puts names that begin so before those that only hold it', () => {
    expect(namesOf(searchSkills(entries, 'ni'))).toEqual(['Night Trivia']);
    expect(namesOf(searchSkills(entries, 'l'))[0]).toBe('Lights');
  });
});

describe('arrangeSkills', () => {
  it('puts those used last first, each once, and those without metrics last', () => {
    const arranged = arrangeSkills(entries, [night.skillId, 'amzn1.ask.skill.of-another-account', night.skillId]);
    expect(namesOf(arranged.recent)).toEqual(['Night Trivia']);
    expect(namesOf(arranged.others)).toEqual(['Daily Trivia', 'Lights', 'Harbor Cams']);
  });
});

describe('chooseSkill', () => {
  it('sets a type and a stage that the skill has', () => {
    expect(chooseSkill(emptyForm, named('Lights'))).toMatchObject({ skillType: 'smartHome', stage: 'development' });
  });

  it('leaves type and stage where the skill has them', () => {
    const form = { ...emptyForm, stage: 'development' as const };
    expect(chooseSkill(form, named('Daily Trivia'))).not.toHaveProperty('stage');
    expect(chooseSkill(form, named('Daily Trivia'))).not.toHaveProperty('skillType');
  });

  it('keeps the locales that the skill has, and no intents of another', () => {
    const form = { ...emptyForm, locale: 'en-US, fr-FR', intent: 'AnswerIntent' };
    expect(chooseSkill(form, named('Night Trivia'))).toMatchObject({ locale: 'en-US', intent: '' });
  });
});
