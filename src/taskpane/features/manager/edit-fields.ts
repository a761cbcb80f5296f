/** What several formulas have in common, and what a change of it makes of them. */
import { takes } from '../../../core/formula/signatures';
import { type ArgumentTexts, withArguments } from '../../../core/formula/text/find-calls';
import { written } from '../../../core/formula/text/write-formula-text';
import type { FormulaEdit } from '../../../office/workbook/formulas/edit-many';
import { emptyForm, type Form } from '../../model/form';
import { fieldsOf } from '../../model/form-formula';
import { fieldLabels, inPaneWords, stageChoices } from '../../model/labels';
import type { SkillEntry } from '../../model/skill-list';
import type { FormulaItem } from './arrange';
import { checkCall, type DescriptionContext, findOwnSkill, readFormulaForms } from './describe';

/** The fields that can be changed in many formulas at once. */
export const editFields = ['skillId', 'startTime', 'endTime', 'stage', 'locale'] as const;
export type EditField = (typeof editFields)[number];

/** What the chosen formulas have in a field. */
export type Common =
  /** None of them takes it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'same'; readonly text: string }
  /** All take it from the same cells, or the same part of a formula. */
  | { readonly kind: 'bound'; readonly text: string }
  | { readonly kind: 'multiple' };

const boundText = ({ bound }: Form, field: EditField): string | undefined => {
  const one = bound[field];
  return one === undefined ? undefined : one.kind === 'reference' ? one.address : one.text;
};

/** A skill by its ID and by its name is the same. */
const valueOf = (form: Form, field: EditField, skills: readonly SkillEntry[]): string =>
  (field === 'skillId' ? findOwnSkill(form.skillId, skills)?.skillId : undefined) ?? form[field].trim();

/** What the chosen formulas have in common in a field. */
export const commonOf = (items: readonly FormulaItem[], field: EditField, skills: readonly SkillEntry[]): Common => {
  const forms = items
    .flatMap(({ parsed }) => parsed.calls.map(({ form }) => form))
    .filter(({ call }) => takes(call, field));
  const [first, ...others] = forms;
  if (first === undefined) return { kind: 'none' };
  const [bound, value] = [boundText(first, field), valueOf(first, field, skills)];
  const isSame = others.every((form) => boundText(form, field) === bound && valueOf(form, field, skills) === value);
  if (!isSame) return { kind: 'multiple' };
  return bound === undefined ? { kind: 'same', text: value } : { kind: 'bound', text: bound };
};

/** The fields that people have changed, with what they entered. */
export type EditChanges = Readonly<Partial<Record<EditField, string>>>;

/** Fields without which a formula asks nothing: they can be changed, and not emptied. */
export const isRequired = (field: EditField): boolean => field === 'skillId' || field === 'startTime';

/** What a call's arguments become. An argument with its default value is left out. */
const textsFor = (form: Form, changes: EditChanges, sheet: string): ArgumentTexts => {
  const fields = fieldsOf({ ...emptyForm, ...changesIn(changes), call: form.call }, sheet);
  return Object.fromEntries(
    editFields
      .filter((field) => changes[field] !== undefined && takes(form.call, field))
      .map((field) => {
        const value = fields[field];
        const isDefault = field === 'stage' && changes.stage === emptyForm.stage;
        return [field, value === undefined || isDefault ? '' : written(value)];
      }),
  );
};

const changesIn = ({ stage, ...texts }: EditChanges): Partial<Form> => {
  const chosen = stageChoices.find(([one]) => one === stage)?.[0];
  return { ...texts, ...(chosen === undefined ? {} : { stage: chosen }) };
};

/** The formula after a change: the arguments that were changed, in all of its calls, and everything else as it was. */
export const changedFormula = (formula: string, sheet: string, changes: EditChanges): string =>
  withArguments(formula, (found) => {
    const call = readFormulaForms(formula, sheet).calls.find((one) => one.found.start === found.start);
    return call === undefined ? {} : textsFor(call.form, changes, sheet);
  });

/** What is wrong with a formula that was right before; undefined where nothing is. */
const problemIn = (
  before: string,
  after: string,
  sheet: string,
  surroundings: DescriptionContext,
): string | undefined => {
  const checksOf = (formula: string) =>
    readFormulaForms(formula, sheet).calls.map(({ form }) => checkCall(form, sheet, surroundings).check);
  const wrong = checksOf(after).find((check) => !check.ok);
  if (wrong === undefined || checksOf(before).some((check) => !check.ok)) return undefined;
  const [first] = wrong.problems;
  return first === undefined ? 'Excel would refuse it.' : `${fieldLabels[first[0]]}: ${inPaneWords(first[1].text)}`;
};

/** What a change comes to for one formula. */
export type PreparedEdit =
  | { readonly kind: 'edit'; readonly edit: FormulaEdit }
  | { readonly kind: 'same' }
  /** Its call isn't in its own cell. */
  | { readonly kind: 'elsewhere'; readonly place: string }
  | { readonly kind: 'problem'; readonly place: string; readonly text: string };

/** Whether a formula's calls can be changed in its cell. */
export const isEditable = ({ listed, parsed }: FormulaItem): boolean =>
  listed.at.kind === 'cell' && parsed.calls.length > 0;

/** Makes the change of one formula, and checks that the result still asks something. */
export const prepareEdit = (
  item: FormulaItem,
  changes: EditChanges,
  surroundings: DescriptionContext,
): PreparedEdit => {
  const { place, listed } = item;
  const { at, formula: before } = listed;
  if (at.kind !== 'cell' || !isEditable(item)) return { kind: 'elsewhere', place };
  const after = changedFormula(before, at.sheet, changes);
  if (after === before) return { kind: 'same' };
  const text = problemIn(before, after, at.sheet, surroundings);
  if (text !== undefined) return { kind: 'problem', place, text };
  const { address, sheet, row, column } = at;
  return { kind: 'edit', edit: { address, sheet, row, column, before, after } };
};
