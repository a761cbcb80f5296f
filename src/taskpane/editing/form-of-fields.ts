/** From a formula's arguments back to the form. What the form's fields cannot hold stays bound to what the formula says. */
import type { CallName } from '../../core/calls';
import { isMetricName, metricNames, periods, skillTypes, stages } from '../../core/catalogue';
import { maxSerial, textOfSerial } from '../../core/excel-time';
import { written, type FieldValue, type FormulaFields } from '../../core/formula-text';
import { defaultOptions, parseOptions } from '../../core/options';
import type { Problem } from '../../core/failure';
import { dayBefore } from '../model/end-day';
import { emptyForm, type ArgumentName, type Bound, type Form } from '../model/form-model';

/** Puts a value into the form's fields; undefined where they have no place for it. */
type Fill = (value: FieldValue) => Partial<Form> | undefined;

const textOf = (value: FieldValue): string | undefined => (value.kind === 'text' ? value.text.trim() : undefined);

const namesOf = (value: FieldValue): readonly string[] | undefined =>
  value.kind === 'list' ? value.items : value.kind === 'text' ? [value.text] : undefined;

const choice = <T extends string>(all: readonly T[], value: FieldValue): T | undefined =>
  all.find((one) => one.toLowerCase() === textOf(value)?.toLowerCase());

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const isDay = (serial: number): boolean => Number.isInteger(serial) && serial >= 1 && serial <= maxSerial;

const timeOf = (value: FieldValue): string | undefined => {
  if (value.kind === 'date') return `${pad(value.year, 4)}-${pad(value.month, 2)}-${pad(value.day, 2)}`;
  if (value.kind === 'number') return isDay(value.value) ? textOfSerial(value.value, 'day') : String(value.value);
  return textOf(value);
};

/** A range ends as a day begins: its last day is the one before. */
const endOf = (value: FieldValue): string | undefined => {
  const time = timeOf(value);
  return time === undefined ? undefined : (dayBefore(time) ?? time);
};

const metricsOf = (value: FieldValue): Form['metric'] | undefined => {
  const names = namesOf(value)?.map((text) => metricNames.find((name) => name.toLowerCase() === text.toLowerCase()));
  const known = names?.filter((name) => name !== undefined).filter(isMetricName);
  return known === undefined || known.length !== names?.length ? undefined : known;
};

/** Names that the form's list of names, with commas between them, can hold. */
const listed = (value: FieldValue): string | undefined => {
  const names = namesOf(value);
  return names?.some((name) => /[,;\s]/.test(name.trim())) === true ? undefined : names?.join(', ');
};

const optionsOf = (value: FieldValue): Partial<Form> | undefined => {
  const problems: Problem[] = [];
  const text = textOf(value);
  const options = parseOptions(text, problems);
  const { tz, maxResults, limit, through, ...choices } = options;
  // The form has an end of its own, which stands in another argument.
  if (text === undefined || problems.length > 0 || through !== undefined) return undefined;
  return {
    ...choices,
    tz: tz === defaultOptions.tz ? '' : tz,
    maxResults: maxResults === undefined ? '' : String(maxResults),
    limit: limit === undefined ? '' : String(limit),
  };
};

const headersOf = (value: FieldValue): Form['headers'] | undefined =>
  (['0', '1', '2'] as const).find((mode) => mode === (value.kind === 'number' ? String(value.value) : textOf(value)));

const put = <Field extends keyof Form>(field: Field, value: Form[Field] | undefined): Partial<Form> | undefined =>
  value === undefined ? undefined : { [field]: value };

const fill: Readonly<Record<ArgumentName, Fill>> = {
  skillId: (value) => put('skillId', textOf(value)),
  metric: (value) => put('metric', metricsOf(value)),
  startTime: (value) => put('startTime', timeOf(value)),
  endTime: (value) => put('endTime', endOf(value)),
  period: (value) => put('period', choice(periods, value)),
  stage: (value) => put('stage', choice(stages, value)),
  skillType: (value) => put('skillType', choice(skillTypes, value)),
  intent: (value) => put('intent', listed(value)),
  locale: (value) => put('locale', listed(value)),
  headers: (value) => put('headers', headersOf(value)),
  options: optionsOf,
  vendor: (value) => put('vendor', textOf(value)),
};

/** The fields that hold a value of an argument; undefined where they have no place for it. */
export const fieldsFor = (name: ArgumentName, value: FieldValue): Partial<Form> | undefined => fill[name](value);

const isArgument = (name: string): name is ArgumentName => Object.hasOwn(fill, name);

/** Without any choice of a newcomer's: an argument that the formula leaves out is left out. */
const nothing: Form = { ...emptyForm, skillId: '', metric: [], startTime: '', endTime: '' };

/** SKILLTOTAL's numbers have the shape of its lists, and the form writes each list one way alone. */
const isOtherShape = (call: CallName, name: ArgumentName, value: FieldValue): boolean =>
  call === 'SKILLTOTAL' && value.kind === 'list' && (value.down === true) === (name === 'metric');

/**
 * The form that stands for a formula.
 * @param sheet on which the formula stands, and with it the cells that it names without a sheet
 */
export const formOfFields = (call: CallName, fields: FormulaFields, sheet: string): Form => {
  let form: Form = { ...nothing, call };
  const bound: Partial<Record<ArgumentName, Bound>> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!isArgument(name) || value === undefined) continue;
    if (value.kind === 'reference') bound[name] = { ...value, sheet };
    else {
      const isKept = value.kind === 'expression' || isOtherShape(call, name, value);
      const filled = isKept ? undefined : fill[name](value);
      if (filled === undefined) bound[name] = { kind: 'expression', text: written(value) };
      else form = { ...form, ...filled };
    }
  }
  return { ...form, bound };
};
