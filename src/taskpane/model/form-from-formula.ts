/** From a formula's arguments back to the form. What the form's fields cannot hold stays bound to what the formula says. */
import { splitNamed } from '../../core/domain/adding-up';
import { skillTypes } from '../../core/domain/catalog';
import { isColumnMetric } from '../../core/domain/derived';
import type { Problem } from '../../core/domain/failure';
import { parseDate } from '../../core/domain/instant';
import { defaultOptions, parseOptions } from '../../core/formula/options';
import type { CallName } from '../../core/formula/signatures';
import { type FieldValue, type FormulaFields, written } from '../../core/formula/text/write-formula-text';
import { headersMeant, periodMeant, skillTypeMeant, stageMeant } from '../../core/natural-input/choices';
import { readDate } from '../../core/natural-input/dates';
import type { Meant } from '../../core/natural-input/match';
import { metricsMeant } from '../../core/natural-input/metrics';
import { maxSerial, textOfSerial } from '../../core/time/excel-time';
import { type ArgumentName, type Bound, emptyForm, type Form } from './form';
import { dayBefore } from './form-formula';

/** The end of a range that includes a day or period. */
const words: ReadonlyMap<string, string> = new Map([
  ['yesterday', 'today'],
  ['today', 'tomorrow'],
]);

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** A date, or relative words, for the end of a range that includes a day or period; undefined where there are none. */
const endAfter = (through: string): string | undefined => {
  const date = readDate(through);
  if (date?.kind === 'period') return date.after;
  if (date?.kind === 'day' && date.time === undefined) {
    const midnight = parseDate(date.date) ?? 0;
    return new Date(midnight + 86_400_000).toISOString().slice(0, 10);
  }
  const text = plain(through);
  const [, unit] = /^last (week|month|quarter|year)$/.exec(text) ?? [];
  return unit === undefined ? words.get(text) : `this ${unit}`;
};

/** Puts a value into the form's fields; undefined where they have no place for it. */
type Fill = (value: FieldValue) => Partial<Form> | undefined;

const textOf = (value: FieldValue): string | undefined => (value.kind === 'text' ? value.text.trim() : undefined);

const namesOf = (value: FieldValue): readonly string[] | undefined =>
  value.kind === 'list' ? value.items : value.kind === 'text' ? [value.text] : undefined;

/** The value that a text means, in whatever words. */
const choice = <T>(meant: (text: string) => Meant<T>, value: FieldValue): T | undefined => {
  const found = meant(textOf(value) ?? '');
  return 'value' in found ? found.value : undefined;
};

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const isDay = (serial: number): boolean => Number.isInteger(serial) && serial >= 1 && serial <= maxSerial;

const timeOf = (value: FieldValue): string | undefined => {
  if (value.kind === 'date') return `${pad(value.year, 4)}-${pad(value.month, 2)}-${pad(value.day, 2)}`;
  if (value.kind === 'number') return isDay(value.value) ? textOfSerial(value.value, 'day') : String(value.value);
  return textOf(value);
};

/** A range ends as a day begins: its last day is the one before. */
const lastDayOf = (end: string): string => dayBefore(end) ?? end;

/** The metrics, where they are the same whatever type the skill is of. */
const metricsOf = (value: FieldValue): Form['metric'] | undefined => {
  const written = namesOf(value);
  if (written === undefined) return undefined;
  const meant = skillTypes.map((type) => metricsMeant([written], type));
  const [names = [], ...others] = meant.map((one) => (one.wrong.length > 0 ? [] : [one.value].flat(2).map(String)));
  const isOne = names.length > 0 && others.every((other) => other.join() === names.join());
  return isOne ? names.filter(isColumnMetric) : undefined;
};

/** A start as the form has it; a month, quarter or year has its own end. */
const startOf = (value: FieldValue): Partial<Form> | undefined => {
  const date = readDate(textOf(value) ?? '');
  if (date?.kind === 'period') return { startTime: date.first, endTime: lastDayOf(date.after) };
  return put('startTime', date?.kind === 'day' && date.time === undefined ? date.date : timeOf(value));
};

const endOf = (value: FieldValue): Partial<Form> | undefined => {
  const date = readDate(textOf(value) ?? '');
  const end = date?.kind === 'day' && date.time === undefined ? date.date : timeOf(value);
  return put('endTime', end === undefined ? undefined : lastDayOf(end));
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
  if (text === undefined || problems.length > 0) return undefined;
  const { tz, maxResults, limit, through, compare = '', ...choices } = options;
  const end = through === undefined ? undefined : endAfter(through);
  if (through !== undefined && end === undefined) return undefined;
  return {
    ...choices,
    compare,
    ...(end === undefined ? {} : { endTime: lastDayOf(end) }),
    tz: tz === defaultOptions.tz ? '' : tz,
    maxResults: maxResults === undefined ? '' : String(maxResults),
    limit: limit === undefined ? '' : String(limit),
  };
};

const headersOf = (value: FieldValue): Form['headers'] | undefined => {
  const text = value.kind === 'expression' ? value.text : value.kind === 'number' ? String(value.value) : textOf(value);
  const found = headersMeant(text ?? '');
  return 'value' in found ? (['0', '1', '2'] as const)[found.value] : undefined;
};

const put = <Field extends keyof Form>(field: Field, value: Form[Field] | undefined): Partial<Form> | undefined =>
  value === undefined ? undefined : { [field]: value };

const fill: Readonly<Record<ArgumentName, Fill>> = {
  skillId: (value) => put('skillId', textOf(value)),
  metric: (value) => put('metric', metricsOf(value)),
  startTime: startOf,
  endTime: endOf,
  period: (value) => put('period', choice(periodMeant, value)),
  stage: (value) => put('stage', choice(stageMeant, value)),
  skillType: (value) => put('skillType', choice(skillTypeMeant, value)),
  intent: (value) => put('intent', listed(value)),
  locale: (value) => put('locale', listed(value)),
  headers: (value) => put('headers', headersOf(value)),
  options: optionsOf,
  vendor: (value) => put('vendor', textOf(value)),
  by: (value) => put('by', splitNamed(textOf(value) ?? '')),
  n: (value) => put('n', value.kind === 'number' ? String(value.value) : textOf(value)),
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
      // TRUE and FALSE are headers in a word.
      const isKept = (value.kind === 'expression' && name !== 'headers') || isOtherShape(call, name, value);
      const filled = isKept ? undefined : fill[name](value);
      if (filled === undefined) bound[name] = { kind: 'expression', text: written(value) };
      else form = { ...form, ...filled };
    }
  }
  return { ...form, bound };
};
