/** From the form to the function's arguments: once as the formula's text, once as what the cell would receive. */
import type { FormulaArguments } from '../../core/formula';
import type { FieldValue, FormulaFields } from '../../core/formula-text';
import { parseDate } from '../../core/instant';
import { emptyForm, type Form } from './form-model';

const text = (value: string): FieldValue | undefined => (value === '' ? undefined : { kind: 'text', text: value });

const list = (items: readonly string[]): FieldValue | undefined => {
  const [first, ...others] = items;
  return first === undefined || others.length === 0 ? text(first ?? '') : { kind: 'list', items: [...items] };
};

const names = (value: string): FieldValue | undefined => list(value.split(/[,;\s]+/).filter(Boolean));

const time = (value: string): FieldValue | undefined => {
  const trimmed = value.trim();
  if (parseDate(trimmed) === undefined) return text(trimmed);
  const [year = 0, month = 0, day = 0] = trimmed.split('-').map(Number);
  return { kind: 'date', year, month, day };
};

const options = (form: Form): FieldValue | undefined =>
  text(
    (['tz', 'order', 'fill', 'layout', 'maxResults', 'limit'] as const)
      .map((key) => ({ key, value: form[key].trim() }))
      .filter(({ key, value }) => value !== '' && value !== emptyForm[key])
      .map(({ key, value }) => `${key}=${value}`)
      .join('; '),
  );

/** The arguments that the form gives, ready to be written. */
export const fieldsOf = (form: Form): FormulaFields => ({
  skillId: text(form.skillId.trim()),
  metric: list(form.metric),
  startTime: time(form.startTime),
  endTime: time(form.endTime),
  period: text(form.period),
  stage: text(form.stage),
  skillType: text(form.skillType),
  intent: names(form.intent),
  locale: names(form.locale),
  headers: { kind: 'number', value: Number(form.headers) },
  options: options(form),
});

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const received = (value: FieldValue | undefined): unknown => {
  switch (value?.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.value;
    case 'list':
      return [value.items];
    case 'date':
      return `${pad(value.year, 4)}-${pad(value.month, 2)}-${pad(value.day, 2)}`;
    case 'reference':
      // What the cell holds is Excel's to say.
      return value.address;
    case 'expression':
      return value.text;
    case undefined:
      return undefined;
  }
};

/** What the function would receive from a formula with these fields. */
export const argumentsOf = (fields: FormulaFields): FormulaArguments => ({
  skillId: received(fields.skillId),
  metric: received(fields.metric),
  startTime: received(fields.startTime),
  endTime: received(fields.endTime),
  period: received(fields.period),
  stage: received(fields.stage),
  skillType: received(fields.skillType),
  intent: received(fields.intent),
  locale: received(fields.locale),
  headers: received(fields.headers),
  options: received(fields.options),
});
