/** What the account's list of skills tells of one of them, and which calls depend on it. */
import { skillIdOf } from '../formula/argument-reader';
import { skillTypes, type SkillType, type Stage } from '../domain/catalog';
import { namesOf } from '../formula/cell-input';
import type { Problem } from '../domain/failure';
import type { FormulaArguments } from '../formula/parse-formula';
import { listText, skillTypeWords } from '../query/phrases';
import { isSkillId, localeOf } from '../query/validation';
import type { Skill } from '../protocol/stream';

/** One skill, whatever its stages. */
export interface OwnSkill {
  readonly name: string;
  /** Those for which Amazon has metrics; the first is the one that is meant where nobody says it. */
  readonly types: readonly SkillType[];
  /** Its locales in a stage; in any where it has not that stage. */
  readonly locales: (stage: Stage) => readonly string[];
}

/** The skill of an ID; undefined where it is none of the account's. */
export const ownSkill = (skills: readonly Skill[], skillId: string): OwnSkill | undefined => {
  const entries = skills.filter((skill) => skill.skillId === skillId);
  const [first] = entries;
  if (first === undefined) return undefined;
  const { name } = entries.find(({ stage }) => stage === 'live') ?? first;
  const apis = entries.flatMap((entry) => entry.apis);
  return {
    name,
    types: skillTypes.filter((type) => apis.includes(type)),
    locales: (stage) => Object.keys((entries.find((entry) => entry.stage === stage) ?? first).nameByLocale),
  };
};

/** The problem of a call that asks a skill of another type than it is. */
export const otherType = ({ name, types }: OwnSkill, said: SkillType): Problem => {
  const is = listText(
    types.map((type) => skillTypeWords[type]),
    'and',
  );
  const message = `${name} is a ${is} skill, not a ${skillTypeWords[said]} skill. Leave skillType out, or enter ${listText(types, 'or')}.`;
  return { argument: 'skillType', value: said, accepted: types.join(', '), message };
};

/** What of a call the account's list of skills decides. */
export interface SkillNeeds {
  /** Which skill or locale is meant: without the list nobody knows. */
  readonly names: boolean;
  /** The type of the skill, which the call leaves out. */
  readonly type: boolean;
}

const isName = (text: string): boolean => !isSkillId(skillIdOf(text)) && !/^amzn1\./i.test(text);
const isPlace = (text: string): boolean => localeOf(text) === undefined && !/^all( locales)?$/i.test(text);

/** What of a call the list decides: this follows from its arguments alone. */
export const skillNeeds = (args: Partial<FormulaArguments>): SkillNeeds => {
  const [skillId, ...others] = namesOf(args.skillId).map(String);
  // What is refused in any case needs no list.
  if (skillId === undefined || others.length > 0) return { names: false, type: false };
  return {
    names: isName(skillId) || namesOf(args.locale).map(String).some(isPlace),
    type: 'skillType' in args && namesOf(args.skillType).length === 0,
  };
};
