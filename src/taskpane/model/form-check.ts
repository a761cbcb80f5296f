/** Checks the form with the same parser that the cell uses, so that the two agree. */
import { type Failure, FailureError, type Problem } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { isReference } from '../../core/formula/cell-address';
import { passErrors } from '../../core/formula/cell-input';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../core/formula/parse-formula';
import type { ArgumentName, CallName } from '../../core/formula/signatures';
import { formulaText } from '../../core/formula/text/write-formula-text';
import { parseAnyWords } from '../../core/natural-input/parse-natural';
import { parseIntentsCall } from '../../core/tables/list-tables';
import { parseTop, type TopArguments } from '../../core/tables/top-request';
import { parseTotal } from '../../core/tables/total-table';
import type { SerialShift } from '../../core/time/excel-time';
import type { SpillFormat } from '../../office/workbook/spills/format-numbers';
import { boundArguments, emptyForm, type FieldName, type Form, namesIn } from './form';
import { argumentsOf, type CellValues, fieldsOf, unknownOf } from './form-formula';
import { inPaneWords, missingWords } from './labels';

const totalRequest = (args: FormulaArguments, now: Instant, serialShift: SerialShift): FormulaRequest => {
  parseTotal(args, now, serialShift);
  return parseFormula({ ...args, period: 'SINGLE', headers: 0 }, now, serialShift);
};

/** Without what other functions take. */
const topArguments = (args: Readonly<Record<ArgumentName, unknown>>): TopArguments => {
  const { skillId, metric, by, startTime, endTime, n, stage, skillType, options } = args;
  return { skillId, metric, by, startTime, endTime, n, stage, skillType, options };
};

/**
 * What a call asks of Amazon's metrics; undefined for lists, which ask for none. Throws a FailureError `invalid_query`
 * that lists every problem.
 */
const checkCall = (
  call: CallName,
  args: Readonly<Record<ArgumentName, unknown>>,
  now: Instant,
  serialShift: SerialShift,
): FormulaRequest | undefined => {
  const context = { now, serialShift };
  switch (call) {
    case 'SKILLMETRICS':
    case 'SKILLMETRICSINFO':
      return parseAnyWords((strict: FormulaArguments) => parseFormula(strict, now, serialShift), args, context);
    case 'SKILLTOTAL':
      return parseAnyWords((strict: FormulaArguments) => totalRequest(strict, now, serialShift), args, context);
    case 'SKILLTOP':
      return parseAnyWords(
        (strict: TopArguments) => parseTop(strict, now, serialShift).whole,
        topArguments(args),
        context,
      );
    case 'ALEXASKILLS':
      passErrors({ vendor: args.vendor });
      return undefined;
    case 'ALEXAINTENTS':
      parseAnyWords(parseIntentsCall, args, context);
      return undefined;
  }
};

/** What is wrong with one field. */
interface FieldProblem {
  readonly text: string;
  /** The field is empty, perhaps because it hasn't been visited yet. */
  readonly missing: boolean;
}

export type FieldProblems = ReadonlyMap<FieldName, FieldProblem>;

export type FormCheck =
  | {
      readonly ok: true;
      /** Undefined for a list, and where the formula takes something from cells or expressions whose values are not known here. */
      readonly request: FormulaRequest | undefined;
      readonly formula: string;
      readonly format: SpillFormat;
    }
  | { readonly ok: false; readonly problems: FieldProblems };

const isField = (name: string): name is FieldName => Object.hasOwn(emptyForm, name) && name !== 'bound';

/** The field that a problem belongs to; one with the options as a whole belongs to the first of them. */
const fieldOf = ({ argument }: Problem): FieldName => {
  const name = argument.replace(/^options /, '');
  return isField(name) ? name : 'tz';
};

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

const fieldProblem = (field: FieldName, { value, accepted }: Problem): FieldProblem => ({
  text: (value === '' ? missingWords[field] : undefined) ?? sentence(inPaneWords(accepted)),
  missing: value === '',
});

const problemsOf = (failure: Failure, unknown: readonly ArgumentName[]): FieldProblems => {
  const problems = new Map<FieldName, FieldProblem>();
  if (failure.code !== 'invalid_query') return problems;
  for (const problem of failure.problems.filter((one) => !comesOf(one, unknown))) {
    const field = fieldOf(problem);
    if (!problems.has(field)) problems.set(field, fieldProblem(field, problem));
  }
  return problems;
};

/** As far as a form tells it; with what its cells hold where that is known. */
const formatOf = ({ call, ...form }: Form, request: FormulaRequest | undefined): SpillFormat => {
  if (call !== 'SKILLMETRICS') return { dates: 'none', headerRows: 0 };
  const { layout, headers } = request?.table ?? { layout: form.layout, headers: Number(form.headers) };
  return {
    dates: layout === 'rows' ? 'row' : 'column',
    headerRows: headers,
  };
};

/** Arguments that cannot be held against what another one is, as long as that is not known. */
const dependents: Readonly<Partial<Record<ArgumentName, readonly string[]>>> = {
  skillType: ['metric', 'intent'],
  endTime: ['period'],
};

/** Whether a problem is one that only comes of not knowing what these arguments are. */
const comesOf = ({ argument }: Problem, unknown: readonly ArgumentName[]): boolean =>
  unknown.some((name) => argument === name || (dependents[name] ?? []).includes(argument));

/** What is wrong with the addresses themselves. An argument of several fields has its problem at the first of them. */
const addressProblems = (form: Form): FieldProblems =>
  new Map(
    boundArguments(form).flatMap(([name, one]): [FieldName, FieldProblem][] => {
      if (one.kind !== 'reference' || isReference(one.address)) return [];
      const text = 'Enter a cell such as B6 or Sheet2!B6, or pick it from the sheet.';
      return [[name === 'options' ? 'tz' : name, { text, missing: one.address === '' }]];
    }),
  );

/** SKILLTOP's rows are those of one locale or intent, or of all together. */
const filterProblems = ({ call, by, intent, locale }: Form): FieldProblems => {
  const [field, value] = by === 'intents' ? (['locale', locale] as const) : (['intent', intent] as const);
  return call === 'SKILLTOP' && namesIn(value).length > 1
    ? new Map([[field, { text: `Choose one ${field}, or leave it empty for all.`, missing: false }]])
    : new Map();
};

/** Lists of intents and of locales would both run down the cells: SKILLTOTAL takes them pair by pair. */
const pairProblems = ({ call, intent, locale }: Form): FieldProblems =>
  call === 'SKILLTOTAL' && namesIn(intent).length > 1 && namesIn(locale).length > 1
    ? new Map([['intent', { text: 'Choose several intents or several locales, not both.', missing: false }]])
    : new Map();

/** What the formula is written into, and what it reads there. */
export interface CheckContext {
  /** The sheet on which the formula will stand. */
  readonly sheet?: string | undefined;
  readonly cells: CellValues;
  /** How the workbook counts dates. */
  readonly serialShift?: SerialShift | undefined;
}

const nowhere: CheckContext = { cells: new Map() };

/** The query, formula and cell format that a form gives, or what is wrong with each field. */
export const checkForm = (
  form: Form,
  now: Instant,
  { sheet, cells, serialShift = 0 }: CheckContext = nowhere,
): FormCheck => {
  const fields = fieldsOf(form, sheet);
  const formula = formulaText(fields, form.call);
  const unknown = unknownOf(form, cells);
  const wrong = new Map([...pairProblems(form), ...filterProblems(form), ...addressProblems(form)]);
  if (wrong.size > 0) return { ok: false, problems: wrong };
  try {
    const read = checkCall(form.call, argumentsOf(fields, cells), now, serialShift);
    const request = unknown.length === 0 ? read : undefined;
    return { ok: true, request, formula, format: formatOf(form, read) };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const problems = problemsOf(error.failure, unknown);
    return problems.size > 0 || unknown.length === 0
      ? { ok: false, problems }
      : { ok: true, request: undefined, formula, format: formatOf(form, undefined) };
  }
};

/** The problems to show: those of empty fields only after an attempt to insert. */
export const shownProblems = (check: FormCheck, attempted: boolean): FieldProblems =>
  check.ok ? new Map() : new Map([...check.problems].filter(([, { missing }]) => attempted || !missing));
