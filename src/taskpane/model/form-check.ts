/** Checks the form with the same parser that the cell uses, so that the two agree. */
import { FailureError, type Failure, type Problem } from '../../core/failure';
import { parseFormula, type FormulaRequest } from '../../core/formula';
import { formulaText } from '../../core/formula-text';
import type { Instant } from '../../core/instant';
import type { SpillFormat } from '../../office/format-spill';
import { argumentsOf, fieldsOf } from './form-formula';
import { emptyForm, type FieldName, type Form } from './form-model';
import { missingWords } from './wording';

/** What is wrong with one field. */
interface FieldProblem {
  readonly text: string;
  /** The field is empty: no fault of somebody who has not come to it yet. */
  readonly missing: boolean;
}

export type FieldProblems = ReadonlyMap<FieldName, FieldProblem>;

export type FormCheck =
  | {
      readonly ok: true;
      readonly request: FormulaRequest;
      readonly formula: string;
      readonly format: SpillFormat;
    }
  | { readonly ok: false; readonly problems: FieldProblems };

const isField = (name: string): name is FieldName => Object.hasOwn(emptyForm, name);

/** The field that a problem belongs to; one with the options as a whole belongs to the first of them. */
const fieldOf = ({ argument }: Problem): FieldName => {
  const name = argument.replace(/^options /, '');
  return isField(name) ? name : 'tz';
};

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

const fieldProblem = (field: FieldName, { value, accepted }: Problem): FieldProblem => ({
  text: (value === '' ? missingWords[field] : undefined) ?? sentence(accepted),
  missing: value === '',
});

const problemsOf = (failure: Failure): FieldProblems => {
  const problems = new Map<FieldName, FieldProblem>();
  if (failure.code !== 'invalid_query') return problems;
  for (const problem of failure.problems) {
    const field = fieldOf(problem);
    if (!problems.has(field)) problems.set(field, fieldProblem(field, problem));
  }
  return problems;
};

/** Whole UTC days need no time of day; in any other zone they begin at some hour. */
const formatOf = ({ question, table }: FormulaRequest): SpillFormat => ({
  dates: table.layout === 'rows' ? 'row' : 'column',
  headerRows: table.headers,
  dateFormat: question.period === 'P1D' && table.tz.toUpperCase() === 'UTC' ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm',
});

/** The question, formula and cell format that a form gives, or what is wrong with each field. */
export const checkForm = (form: Form, now: Instant): FormCheck => {
  const fields = fieldsOf(form);
  try {
    const request = parseFormula(argumentsOf(fields), now);
    return { ok: true, request, formula: formulaText(fields), format: formatOf(request) };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { ok: false, problems: problemsOf(error.failure) };
  }
};

/** The problems to show: those of empty fields only once somebody has tried to insert. */
export const shownProblems = (check: FormCheck, attempted: boolean): FieldProblems =>
  check.ok ? new Map() : new Map([...check.problems].filter(([, { missing }]) => attempted || !missing));
