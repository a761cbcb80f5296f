/** The account's skills as people look for them: each once, whatever its stages. */
import { type SkillType, skillTypes, type Stage, stages } from '../../core/domain/catalog';
import type { Skill } from '../../core/protocol/stream';
import { namesIn } from './form';

export interface SkillEntry {
  readonly skillId: string;
  /** The live one's, where it is live. */
  readonly name: string;
  readonly locales: readonly string[];
  /** Those that it has, live first. */
  readonly stages: readonly Stage[];
  /** Those for which Amazon has metrics; none for such as videos. */
  readonly types: readonly SkillType[];
  /** What Amazon calls the kind of a skill without metrics. */
  readonly otherType: string;
  readonly vendor: string;
  /** All that it can be found by, plain. */
  readonly found: string;
}

/** Letters alone: without case and accents. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const entryOf = (first: Skill, all: readonly Skill[]): SkillEntry => {
  const live = all.find(({ stage }) => stage === 'live') ?? first;
  const names = all.flatMap(({ nameByLocale }) => Object.values(nameByLocale));
  const apis = all.flatMap((skill) => skill.apis);
  return {
    skillId: first.skillId,
    name: live.name,
    locales: [...new Set(all.flatMap(({ nameByLocale }) => Object.keys(nameByLocale)))],
    stages: stages.filter((stage) => all.some((skill) => skill.stage === stage)),
    types: skillTypes.filter((type) => apis.includes(type)),
    otherType: apis[0] ?? '',
    vendor: first.vendor.name,
    found: plain([live.name, ...names, first.skillId, first.vendor.name].join('\n')),
  };
};

/** One entry a skill, in the list's order. */
export const entriesOf = (skills: readonly Skill[]): readonly SkillEntry[] => {
  const byId = new Map<string, Skill[]>();
  for (const skill of skills) byId.set(skill.skillId, [...(byId.get(skill.skillId) ?? []), skill]);
  return [...byId.values()].flatMap((all) => (all[0] === undefined ? [] : [entryOf(all[0], all)]));
};

/** 0 where the name begins with it, 1 where a word of anything does, 2 elsewhere. */
const rank = ({ name, found }: SkillEntry, text: string): number => {
  if (plain(name).startsWith(text)) return 0;
  return found.split(/[\s\p{P}]+/u).some((word) => word.startsWith(text)) ? 1 : 2;
};

/** The entries that hold every word of what was typed, in any of their names, their ID or vendor; the nearest first. */
export const searchSkills = (entries: readonly SkillEntry[], typed: string): readonly SkillEntry[] => {
  const text = plain(typed.trim());
  const words = text.split(/\s+/).filter(Boolean);
  return entries
    .filter(({ found }) => words.every((word) => found.includes(word)))
    .map((entry) => ({ entry, rank: rank(entry, text) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ entry }) => entry);
};

/** Recently used first, then all in their order. Those without metrics come last. */
export const arrangeSkills = (
  entries: readonly SkillEntry[],
  recent: readonly string[],
): { readonly recent: readonly SkillEntry[]; readonly others: readonly SkillEntry[] } => {
  const used = [...new Set(recent)].flatMap((id) => entries.filter(({ skillId }) => skillId === id));
  const others = entries.filter((entry) => !used.includes(entry));
  const isAskable = ({ types }: SkillEntry): boolean => types.length > 0;
  return { recent: used, others: [...others.filter(isAskable), ...others.filter((entry) => !isAskable(entry))] };
};

/**
 * What the account's skills make of a form that stands for a formula: the ID of a skill that the formula calls by its name,
 * and the type of a skill where the formula leaves that out; undefined where nothing is to be changed.
 */
export const knownOf = (
  { skillId: written, skillType }: { readonly skillId: string; readonly skillType: SkillType },
  entries: readonly SkillEntry[],
): { readonly skillId: string; readonly skillType: SkillType } | undefined => {
  const name = plain(written.trim());
  const named = entries.filter((entry) => plain(entry.name) === name);
  const [found] = [...entries.filter(({ skillId }) => skillId === written), ...(named.length === 1 ? named : [])];
  const [own] = found?.types ?? [];
  if (found === undefined || own === undefined) return undefined;
  const { skillId, types } = found;
  const known = { skillId, skillType: types.includes(skillType) ? skillType : own };
  return known.skillId === written && known.skillType === skillType ? undefined : known;
};

/** The form's fields that follow from choosing a skill. */
export interface SkillChange {
  readonly skillId: string;
  readonly skillType?: SkillType;
  readonly stage?: Stage;
  readonly locale: string;
  readonly intent: string;
}

/** What choosing a skill makes of the form: a type and a stage that it has, and none of another skill's names. */
export const chooseSkill = (
  form: { readonly skillType: SkillType; readonly stage: Stage; readonly locale: string },
  { skillId, types, stages: has, locales }: SkillEntry,
): SkillChange => {
  const [type] = types;
  const [stage] = has;
  return {
    skillId,
    ...(type === undefined || types.includes(form.skillType) ? {} : { skillType: type }),
    ...(stage === undefined || has.includes(form.stage) ? {} : { stage }),
    locale: namesIn(form.locale)
      .filter((name) => locales.includes(name))
      .join(', '),
    intent: '',
  };
};
