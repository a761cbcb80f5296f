/** The state of the form, and the cell whose formula it edits. */
import { splitAddress } from '../../../core/formula/cell-address';
import { readFormulaText } from '../../../core/formula/text/read-formula-text';
import type { FormulaCell } from '../../../office/workbook/selection';
import { changeForm, emptyForm, type Form, isSameForm } from '../../model/form';
import { formOfFields } from '../../model/form-from-formula';

export interface FormState {
  readonly form: Form;
  /** The form as it was loaded or written last: what differs from it would be lost. */
  readonly saved: Form;
  /** The cell that is edited; undefined for a new formula. */
  readonly edited?: FormulaCell | undefined;
  /** A selected cell that waits, because loading it would lose changes. */
  readonly waiting?: FormulaCell | undefined;
  /** A selected cell that calls a function inside of something else. */
  readonly nested?: string | undefined;
}

export type FormAction =
  | { readonly kind: 'changed'; readonly change: Partial<Form> }
  /** Somebody selected a cell; with the add-in's formula that fills it, if one does. */
  | { readonly kind: 'selected'; readonly formula: FormulaCell | undefined }
  /** The waiting cell is to be edited, whatever is lost. */
  | { readonly kind: 'switched' }
  | { readonly kind: 'stayed' }
  /** The list of skills tells what the formula of the edited cell means. */
  | { readonly kind: 'known'; readonly change: Partial<Form> }
  /** What is in the form is to become a formula of its own. */
  | { readonly kind: 'renewed' }
  /** A form stands in the workbook now; with the cell, where that holds its formula. */
  | { readonly kind: 'written'; readonly form: Form; readonly cell: FormulaCell | undefined };

export const emptyFormState: FormState = { form: emptyForm, saved: emptyForm };

/** Whether the form says something that stands in no cell. */
export const isChanged = ({ form, saved }: FormState): boolean => !isSameForm(form, saved);

const isSame = (one: FormulaCell | undefined, other: FormulaCell): boolean =>
  one?.address === other.address && one.formula === other.formula;

const load = (formState: FormState, cell: FormulaCell): FormState => {
  const reading = readFormulaText(cell.formula);
  if (reading.kind !== 'fields') return formState;
  const form = formOfFields(reading.call, reading.fields, splitAddress(cell.address)[0]);
  return { form, saved: form, edited: cell };
};

/** Follows the selection, unless that would lose changes. */
const select = (formState: FormState, cell: FormulaCell | undefined): FormState => {
  const calm: FormState = { ...formState, waiting: undefined, nested: undefined };
  const kind = cell === undefined ? 'other' : readFormulaText(cell.formula).kind;
  if (cell !== undefined && kind === 'fields') {
    if (isSame(formState.edited, cell)) return calm;
    return isChanged(formState) ? { ...calm, waiting: cell } : load(calm, cell);
  }
  // What was loaded is a good start for a formula in the cell that is selected now.
  const left = isChanged(formState) ? calm : { ...calm, edited: undefined };
  return kind === 'nested' ? { ...left, nested: cell?.address } : left;
};

export const formReducer = (formState: FormState, step: FormAction): FormState => {
  switch (step.kind) {
    case 'changed':
      return { ...formState, form: changeForm(formState.form, step.change) };
    case 'selected':
      return select(formState, step.formula);
    case 'switched':
      return formState.waiting === undefined ? formState : load(formState, formState.waiting);
    case 'stayed':
      return { ...formState, waiting: undefined };
    case 'known':
      return {
        ...formState,
        form: changeForm(formState.form, step.change),
        saved: changeForm(formState.saved, step.change),
      };
    case 'renewed':
      return { form: formState.form, saved: formState.form };
    case 'written':
      return { form: formState.form, saved: step.form, edited: step.cell };
  }
};
