/** From the form to the function's arguments: once as the formula's text, once as what the cell would receive. */
import { parseDate } from '../../core/domain/instant';
import { addressFrom } from '../../core/formula/cell-address';
import type { CallName } from '../../core/formula/signatures';
import type { FieldValue, FormulaFields } from '../../core/formula/text/write-formula-text';
import { type ArgumentName, type Bound, boundArguments, emptyForm, type Form, namesIn, optionsFor } from './form';

/** The last day of a range, as people name it, and the day after it, at whose beginning a formula's range ends. */
const dayMs = 86_400_000;

const shifted = (date: string, days: number): string | undefined => {
  const day = parseDate(date.trim());
  return day === undefined ? undefined : new Date(day + days * dayMs).toISOString().slice(0, 10);
};

/** The day after a calendar date; undefined for any other text. */
const dayAfter = (date: string): string | undefined => shifted(date, 1);

/** The day before a calendar date; undefined for any other text. */
export const dayBefore = (date: string): string | undefined => shifted(date, -1);

/** The values of the cells that a form points at, as rows, by argument; what is not known yet is left out. */
export type CellValues = ReadonlyMap<ArgumentName, readonly (readonly unknown[])[]>;

const text = (value: string): FieldValue | undefined => (value === '' ? undefined : { kind: 'text', text: value });

const list = (items: readonly string[], down = false): FieldValue | undefined => {
  const [first, ...others] = items;
  if (first === undefined || others.length === 0) return text(first ?? '');
  return { kind: 'list', items: [...items], ...(down ? { down } : {}) };
};

/** SKILLTOTAL's numbers have the shape of its arguments: metrics beside each other, locales or intents below each other. */
const names = (value: string, call: CallName): FieldValue | undefined => list(namesIn(value), call === 'SKILLTOTAL');

const count = (value: string): FieldValue | undefined =>
  /^\d{1,9}$/.test(value) ? { kind: 'number', value: Number(value) } : text(value);

const time = (value: string): FieldValue | undefined => {
  const trimmed = value.trim();
  if (parseDate(trimmed) === undefined) return text(trimmed);
  const [year = 0, month = 0, day = 0] = trimmed.split('-').map(Number);
  return { kind: 'date', year, month, day };
};

/** What SKILLTOP limits its rows to. Of what the rows are there is nothing to choose. */
const filtersOf = ({ call, by, bound }: Form): readonly ('intent' | 'locale')[] => {
  if (call !== 'SKILLTOP') return [];
  if (bound.by !== undefined) return ['intent', 'locale'];
  return by === 'intents' ? ['locale'] : ['intent'];
};

const options = (form: Form): FieldValue | undefined =>
  text(
    [...optionsFor(form.call), ...filtersOf(form)]
      .map((key) => ({ key, value: form[key].trim() }))
      .filter(({ key, value }) => value !== '' && value !== emptyForm[key])
      .map(({ key, value }) => `${key}=${value}`)
      .join('; '),
  );

const boundField = (bound: Bound, sheet: string | undefined): FieldValue =>
  bound.kind === 'reference' ? { kind: 'reference', address: addressFrom(bound, sheet) } : bound;

/** A field for each argument that is bound, for a formula on the given sheet. */
const boundFields = (form: Form, sheet: string | undefined): FormulaFields =>
  Object.fromEntries(boundArguments(form).map(([name, bound]) => [name, boundField(bound, sheet)]));

/**
 * The arguments that the form gives, ready to be written.
 * @param sheet on which the formula will stand
 */
export const fieldsOf = (form: Form, sheet?: string): FormulaFields => ({
  skillId: text(form.skillId.trim()),
  metric: list(form.metric),
  startTime: time(form.startTime),
  endTime: time(dayAfter(form.endTime) ?? form.endTime),
  period: text(form.period),
  stage: text(form.stage),
  skillType: text(form.skillType),
  intent: names(form.intent, form.call),
  locale: names(form.locale, form.call),
  headers: { kind: 'number', value: Number(form.headers) },
  options: options(form),
  vendor: text(form.vendor.trim()),
  by: text(form.by),
  n: count(form.n.trim()),
  ...boundFields(form, sheet),
});

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const received = (value: FieldValue | undefined): unknown => {
  switch (value?.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.value;
    case 'list':
      return value.down === true ? value.items.map((item) => [item]) : [value.items];
    case 'date':
      return `${pad(value.year, 4)}-${pad(value.month, 2)}-${pad(value.day, 2)}`;
    case 'reference':
    case 'expression':
      // What it comes to is Excel's to say.
      return undefined;
    case undefined:
      return undefined;
  }
};

/** What the function would receive from a formula with these fields; undefined where that is not known. */
export const argumentsOf = (fields: FormulaFields, cells: CellValues): Readonly<Record<ArgumentName, unknown>> => {
  const one = (name: ArgumentName): unknown =>
    fields[name]?.kind === 'reference' ? cells.get(name) : received(fields[name]);
  return {
    skillId: one('skillId'),
    metric: one('metric'),
    startTime: one('startTime'),
    endTime: one('endTime'),
    period: one('period'),
    stage: one('stage'),
    skillType: one('skillType'),
    intent: one('intent'),
    locale: one('locale'),
    headers: one('headers'),
    options: one('options'),
    vendor: one('vendor'),
    by: one('by'),
    n: one('n'),
  };
};

/** Bound arguments whose values are not known. */
export const unknownOf = (form: Form, cells: CellValues): readonly ArgumentName[] =>
  boundArguments(form).flatMap(([name]) => (cells.has(name) ? [] : [name]));
