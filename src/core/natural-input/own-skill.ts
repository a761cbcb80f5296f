/** What the account's list of skills says about one of them, and which calls depend on that list. */
import { type SkillType, skillTypes, type Stage } from '../domain/catalog';
import type { Problem } from '../domain/failure';
import { skillIdOf } from '../formula/argument-reader';
import { namesOf } from '../formula/cell-input';
import type { FormulaArguments } from '../formula/parse-formula';
import type { Skill } from '../protocol/stream';
import { listText, skillTypeWords } from '../query/phrases';
import { isSkillId, localeOf } from '../query/validation';

/** One skill, in all of its stages. */
export interface OwnSkill {
  readonly name: string;
  /** The skill types for which Amazon has metrics. The first is the default. */
  readonly types: readonly SkillType[];
  /** Its locales in a stage, or in another one if it doesn't have that stage. */
  readonly locales: (stage: Stage) => readonly string[];
}

/** The skill with an ID, or `undefined` if it isn't in the account. */
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

/** The problem of a call that names another skill type than the skill has. */
export const otherType = ({ name, types }: OwnSkill, said: SkillType): Problem => {
  const is = listText(
    types.map((type) => skillTypeWords[type]),
    'and',
  );
  const message = `${name} is a ${is} skill, not a ${skillTypeWords[said]} skill. Leave skillType out, or enter ${listText(types, 'or')}.`;
  return { argument: 'skillType', value: said, accepted: types.join(', '), message };
};

/** Which parts of a call depend on the account's list of skills. */
export interface SkillNeeds {
  /** Which skill or locale is meant: the call can't be read without the list. */
  readonly names: boolean;
  /** The type of the skill, which the call leaves out. */
  readonly type: boolean;
}

const isName = (text: string): boolean => !isSkillId(skillIdOf(text)) && !/^amzn1\./i.test(text);
const isPlace = (text: string): boolean => localeOf(text) === undefined && !/^all( locales)?$/i.test(text);

/** Which parts of a call depend on the list of skills. The arguments alone decide that. */
export const skillNeeds = (args: Partial<FormulaArguments>): SkillNeeds => {
  const [skillId, ...others] = namesOf(args.skillId).map(String);
  // A call that is refused in any case needs no list.
  if (skillId === undefined || others.length > 0) return { names: false, type: false };
  return {
    names: isName(skillId) || namesOf(args.locale).map(String).some(isPlace),
    type: 'skillType' in args && namesOf(args.skillType).length === 0,
  };
};
