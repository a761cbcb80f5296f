/** What a formula of the workbook asks, in words, and the forms that its calls stand for. */
import type { Instant } from '../../../core/domain/instant';
import { joinAddress, splitAddress } from '../../../core/formula/cell-address';
import { takes } from '../../../core/formula/signatures';
import { callsIn, type FoundCall } from '../../../core/formula/text/find-calls';
import { readFormulaText } from '../../../core/formula/text/read-formula-text';
import type { SerialShift } from '../../../core/time/excel-time';
import { firstPace } from '../../../core/windows/query-size';
import type { FormulaList } from '../../../office/workbook/formulas/list-formulas';
import { type Contents, resolvedForm, valuesOf } from '../../fields/references/resolved-form';
import { askedOf } from '../../model/asked';
import { type ArgumentName, boundArguments, type Form } from '../../model/form';
import { checkForm, type FormCheck } from '../../model/form-check';
import type { CellValues } from '../../model/form-formula';
import { formOfFields } from '../../model/form-from-formula';
import { callChoices } from '../../model/labels';
import { knownOf, type SkillEntry } from '../../model/skill-list';
import { shortSkill } from '../../model/summary';

/** One call of a formula, and the form that stands for it. */
export interface CallForm {
  readonly found: FoundCall;
  readonly form: Form;
}

/** A formula, read. */
export interface FormulaForms {
  readonly calls: readonly CallForm[];
  /** The formula is one call and nothing else. */
  readonly isOneCall: boolean;
}

/** Reads a formula on a sheet. */
export const readFormulaForms = (formula: string, sheet: string): FormulaForms => ({
  calls: callsIn(formula).map((found) => ({ found, form: formOfFields(found.call, found.fields, sheet) })),
  isOneCall: readFormulaText(formula).kind === 'fields',
});

/** What the words of formulas depend on, beside the formulas themselves. */
export interface DescriptionContext {
  readonly now: Instant;
  readonly serialShift: SerialShift;
  readonly skills: readonly SkillEntry[];
  readonly cellsOfNames: FormulaList['cellsOfNames'];
  /** The values of cells that formulas refer to, by address with the sheet. */
  readonly values: ReadonlyMap<string, readonly (readonly unknown[])[]>;
}

const anyCell = /\d|:/;

/** The address with its sheet of what an argument refers to; a defined name may stand for cells. */
const addressOf = (
  { address, sheet }: { readonly address: string; readonly sheet: string },
  cellsOfNames: FormulaList['cellsOfNames'],
): string => {
  const named = cellsOfNames.get(address.toLowerCase());
  if (named !== undefined) return named;
  return splitAddress(address)[0] !== '' || !anyCell.test(address) ? address : joinAddress(sheet, address);
};

/** The addresses of the cells that a formula's arguments refer to. */
export const referencedCells = (
  { calls }: FormulaForms,
  cellsOfNames: FormulaList['cellsOfNames'],
): readonly string[] =>
  calls.flatMap(({ form }) =>
    boundArguments(form).flatMap(([, bound]) => (bound.kind === 'reference' ? [addressOf(bound, cellsOfNames)] : [])),
  );

const contentsOf = (form: Form, { cellsOfNames, values }: DescriptionContext): Contents =>
  new Map(
    boundArguments(form).flatMap(([name, bound]): [ArgumentName, { values: unknown[][]; texts: string[][] }][] => {
      const found = bound.kind === 'reference' ? values.get(addressOf(bound, cellsOfNames)) : undefined;
      if (found === undefined) return [];
      return [[name, { values: found.map((row) => [...row]), texts: found.map((row) => row.map(String)) }]];
    }),
  );

/** A call as far as it is known: with what its cells hold, and what the grammar says to it. */
export const checkCall = (
  form: Form,
  sheet: string,
  surroundings: DescriptionContext,
): { readonly seen: Form; readonly check: FormCheck } => {
  const contents = contentsOf(form, surroundings);
  const resolved = resolvedForm(form, contents);
  const { now, serialShift, skills } = surroundings;
  const known = knownOf(resolved, skills);
  const seen = known === undefined ? resolved : { ...resolved, ...known };
  const values = valuesOf(contents);
  // A cell may hold the skill's name, as the formula itself may.
  const isFromCell = known !== undefined && values.has('skillId');
  const cells: CellValues = isFromCell ? new Map(values).set('skillId', [[known.skillId]]) : values;
  return { seen, check: checkForm(seen, now, { sheet, cells, serialShift }) };
};

const findSkill = (written: string, skills: readonly SkillEntry[]): SkillEntry | undefined => {
  const text = written.trim().toLowerCase();
  const named = skills.filter(({ name }) => name.toLowerCase() === text);
  return skills.find(({ skillId }) => skillId === written.trim()) ?? (named.length === 1 ? named[0] : undefined);
};

/** By list of skills: thousands of formulas name the same few. */
const foundIn = new WeakMap<readonly SkillEntry[], Map<string, SkillEntry | undefined>>();

/** The skill that is meant by an ID or a name, where it is one of the account's. */
export const findOwnSkill = (written: string, skills: readonly SkillEntry[]): SkillEntry | undefined => {
  const known = foundIn.get(skills) ?? new Map<string, SkillEntry | undefined>();
  foundIn.set(skills, known);
  if (!known.has(written)) known.set(written, findSkill(written, skills));
  return known.get(written);
};

/** What a formula asks. */
export interface Description {
  readonly words: string;
  /** The name of the skill of its first call. */
  readonly skill: string;
  /** The zone of the first call's days. */
  readonly timeZone: string;
}

const skillName = (form: Form, skill: SkillEntry | undefined): string => {
  if (!takes(form.call, 'skillId')) return 'No skill';
  if (skill !== undefined) return skill.name;
  const written = form.skillId.trim();
  if (written === '') return 'Skill from a cell';
  return written.startsWith('amzn1.') ? shortSkill(written) : written;
};

const wordsOf = (form: Form, check: FormCheck, now: Instant, skill: SkillEntry | undefined): string => {
  const label = callChoices.find(([call]) => call === form.call)?.[1] ?? form.call;
  if (!check.ok) return `${label}. ${[...check.problems.values()][0]?.text ?? ''}`.trim();
  const sentence = askedOf(check, { form, now, pace: firstPace, skill })?.words?.sentence;
  if (sentence === undefined) return `${label}. Excel calculates part of this formula.`;
  return `${sentence.before}${sentence.skill}${sentence.after}`;
};

/** Says what a formula asks. */
export const describe = (
  { calls, isOneCall }: FormulaForms,
  sheet: string,
  surroundings: DescriptionContext,
): Description => {
  const [first] = calls;
  if (first === undefined)
    return {
      words: 'Calls the add-in through a defined name or another function.',
      skill: 'No skill',
      timeZone: 'UTC',
    };
  const { seen, check } = checkCall(first.form, sheet, surroundings);
  const skill = findOwnSkill(seen.skillId, surroundings.skills);
  const words = wordsOf(seen, check, surroundings.now, skill);
  const place = calls.length > 1 ? `${calls.length} calls, the first: ` : isOneCall ? '' : 'In a larger formula: ';
  return { words: place + words, skill: skillName(seen, skill), timeZone: seen.tz === '' ? 'UTC' : seen.tz };
};
