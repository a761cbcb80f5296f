/** The skill that people mean by its name. */
import { skillIdOf } from '../formula/argument-reader';
import type { Skill } from '../protocol/stream';
import { isSkillId } from '../query/validation';
import { type Meant, type NameCandidate, nearest, plain } from './match';

const namesOf = ({ name, nameByLocale }: Skill): readonly string[] => [name, ...Object.values(nameByLocale)];

/** IDs of the skills with a name: in its exact spelling in any case, or else without accents and the like. */
const named = (skills: readonly Skill[], text: string): readonly string[] => {
  const by = (spelling: (name: string) => string): readonly string[] => [
    ...new Set(
      skills
        .filter((skill) => namesOf(skill).some((name) => spelling(name) === spelling(text)))
        .map(({ skillId }) => skillId),
    ),
  ];
  const exact = by((name) => name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase());
  return exact.length > 0 ? exact : by(plain);
};

const candidatesIn = (skills: readonly Skill[]): readonly NameCandidate[] =>
  skills.flatMap((skill) => namesOf(skill).map((name) => [name, name] as const));

const mostIds = 3;

const severalOf = (text: string, ids: readonly string[]): string => {
  const more = ids.length > mostIds ? ` and ${ids.length - mostIds} more` : '';
  const shown = ids.slice(0, mostIds).join(more === '' ? ' and ' : ', ');
  return `${ids.length} of your skills are named "${text}": ${shown}${more}. Enter the ID of the one that you mean.`;
};

/**
 * The ID of the skill that a text names by ID or name.
 *
 * @param skills those of the account, or `undefined` if they aren't known: then only IDs are understood
 */
export const skillMeant = (text: string, skills: readonly Skill[] | undefined): Meant<string> => {
  const id = skillIdOf(text);
  if (isSkillId(id)) return { value: id };
  if (/^amzn1\./i.test(text))
    return {
      wrong: `"${text}" isn't a whole skill ID. Copy it from the Alexa developer console, or enter the skill's name.`,
    };
  if (skills === undefined) return { wrong: `"${text}" isn't a skill ID. Enter an ID such as amzn1.ask.skill.…` };
  if (skills.length === 0)
    return {
      wrong: `There is no skill "${text}", because your Amazon account has no skills. Sign in with the account that you use in the Alexa developer console.`,
    };
  const [found, ...others] = named(skills, text);
  if (found === undefined) {
    const near = nearest(text, candidatesIn(skills));
    const hint = near === undefined ? 'To see your skills, enter =ALEXASKILLS().' : `Did you mean "${near}"?`;
    return { wrong: `None of your skills is named "${text}". ${hint}` };
  }
  return others.length === 0 ? { value: found } : { wrong: severalOf(text, [found, ...others]) };
};
