import type { ReactNode } from 'react';
import { isSkillId } from '../../../core/query/validation';
import type { List } from '../../hooks/use-list';
import { arrangeSkills, searchSkills, type SkillEntry } from '../../model/skill-list';
import { ComboBox } from '../combo-box/combo-box';
import { ListStatus } from '../combo-box/list-status';
import type { Choice } from '../combo-box/use-combo-box';
import { SkillChoice } from './skill-choice';

interface SkillPickerProps {
  /** The skill's ID, or what has been typed so far. */
  readonly value: string;
  /** The chosen skill, where it is one of the account's. */
  readonly skill: SkillEntry | undefined;
  readonly list: List<SkillEntry>;
  readonly recent: readonly string[];
  readonly onText: (text: string) => void;
  readonly onChoose: (skill: SkillEntry) => void;
  readonly problem?: string | undefined;
  /** Whether a skill has to be chosen. Default: true. */
  readonly required?: boolean;
  readonly placeholder?: string;
}

interface SkillOption extends Choice {
  readonly skill: SkillEntry;
}

const inGroup = (skills: readonly SkillEntry[], group?: string): readonly SkillOption[] =>
  skills.map((skill) => ({
    value: skill.skillId,
    label: skill.name,
    disabled: skill.types.length === 0,
    skill,
    ...(group === undefined ? {} : { group }),
  }));

const offeredOf = (skills: readonly SkillEntry[], recent: readonly string[], typed: string): readonly SkillOption[] => {
  if (typed.trim() !== '') return inGroup(searchSkills(skills, typed));
  const arranged = arrangeSkills(skills, recent);
  if (arranged.recent.length === 0) return inGroup(arranged.others);
  return [...inGroup(arranged.recent, 'Recent'), ...inGroup(arranged.others, 'All skills')];
};

/** Skills whose whole name was typed. */
const namesakes = (skills: readonly SkillEntry[], typed: string): readonly SkillEntry[] =>
  skills.filter(({ name, types }) => types.length > 0 && name.toLowerCase() === typed.trim().toLowerCase());

const unmatched = (value: string): string =>
  isSkillId(value.trim()) ? "This ID isn't in your list of skills. It's used as entered." : 'No skill matches.';

/** Chooses a skill of the account by its name; any skill's ID can be pasted, too. */
export const SkillPicker = (props: SkillPickerProps): ReactNode => {
  const { value, skill, list, recent, onText, onChoose, problem, required = true } = props;
  const skills = list.kind === 'ready' ? list.items : [];
  const severalVendors = new Set(skills.map(({ vendor }) => vendor)).size > 1;
  const type = (text: string): void => {
    const pasted = skills.find(({ skillId, types }) => skillId === text.trim() && types.length > 0);
    if (pasted === undefined) onText(text);
    else onChoose(pasted);
  };
  const leave = (): void => {
    const named = skill === undefined ? namesakes(skills, value) : [];
    if (named[0] !== undefined && named.length === 1) onChoose(named[0]);
  };
  const isMatched = skills.length === 0 || offeredOf(skills, recent, skill === undefined ? value : '').length > 0;
  return (
    <ComboBox
      label="Skill"
      required={required}
      placeholder={props.placeholder ?? 'Name, or amzn1.ask.skill.…'}
      text={skill?.name ?? value}
      chosen={skill === undefined ? [] : [skill.skillId]}
      search={(typed) => offeredOf(skills, recent, typed)}
      onText={type}
      onChoose={(choice) => onChoose(choice.skill)}
      onLeave={leave}
      problem={problem}
      draw={(choice) => <SkillChoice skill={choice.skill} showVendor={severalVendors} />}
      status={
        <ListStatus list={list} loading="Loading your skills…">
          {isMatched ? null : unmatched(value)}
        </ListStatus>
      }
    />
  );
};

interface VendorPickerProps {
  /** A vendor's name or ID; empty: all. */
  readonly value: string;
  readonly list: List<SkillEntry>;
  readonly onChange: (vendor: string) => void;
  readonly problem?: string | undefined;
}

/** Chooses a vendor of the account, or all. */
export const VendorPicker = ({ value, list, onChange, problem }: VendorPickerProps): ReactNode => {
  const vendors = list.kind === 'ready' ? [...new Set(list.items.map(({ vendor }) => vendor))] : [];
  return (
    <ComboBox
      label="Vendor"
      text={value}
      placeholder="all"
      chosen={[value]}
      search={(typed) =>
        vendors
          .filter((name) => name.toLowerCase().includes(typed.trim().toLowerCase()))
          .map((name) => ({ value: name, label: name }))
      }
      onText={onChange}
      onChoose={(choice) => onChange(choice.value)}
      problem={problem}
      status={<ListStatus list={list} loading="Loading your vendors…" />}
    />
  );
};
