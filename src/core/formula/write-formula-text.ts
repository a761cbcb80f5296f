/** Writes a call of a worksheet function, as the pane puts it into a cell. */
import { callArguments, type ArgumentName, type CallName } from './signatures';

export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'date'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: 'reference'; readonly address: string }
  /** An array constant: one row, or with `down` one column. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly down?: boolean }
  /** A segment of formula, as Excel writes it: what it comes to is Excel's to say. */
  | { readonly kind: 'expression'; readonly text: string };

/** A field for each argument that is not left to its default. */
export type FormulaFields = Readonly<Partial<Record<ArgumentName, FieldValue | undefined>>>;

/** The arguments of SKILLMETRICS, in its order. */
export const argumentOrder = callArguments.SKILLMETRICS;

/** The arguments of all functions. */
export const argumentNames: readonly ArgumentName[] = [...argumentOrder, ...callArguments.ALEXASKILLS];

const defaults: FormulaFields = {
  period: { kind: 'text', text: 'P1D' },
  stage: { kind: 'text', text: 'live' },
  skillType: { kind: 'text', text: 'custom' },
  headers: { kind: 'number', value: 1 },
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A value as it stands in a formula. */
export const written = (value: FieldValue): string => {
  switch (value.kind) {
    case 'text':
      return quoted(value.text);
    case 'number':
      return String(value.value);
    case 'date':
      return `DATE(${value.year},${value.month},${value.day})`;
    case 'reference':
      return value.address;
    case 'expression':
      return value.text;
    case 'list':
      return value.items.length === 1
        ? value.items.map(quoted).join()
        : `{${value.items.map(quoted).join(value.down === true ? ';' : ',')}}`;
  }
};

const isBlank = (value: FieldValue): boolean =>
  (value.kind === 'text' && value.text === '') || (value.kind === 'list' && value.items.length === 0);

/** The argument as it stands in the formula; nothing where the default says the same. */
const writtenUnlessDefault = (fields: FormulaFields, name: ArgumentName): string => {
  const value = fields[name];
  if (value === undefined || isBlank(value)) return '';
  const text = written(value);
  const usual = defaults[name];
  return usual !== undefined && written(usual) === text ? '' : text;
};

/** `=SKILLMETRICS(…)`, or another call, in Excel's English syntax, arguments at their default left out. */
export const formulaText = (fields: FormulaFields, call: CallName = 'SKILLMETRICS'): string => {
  const texts = callArguments[call].map((name) => writtenUnlessDefault(fields, name));
  const last = texts.findLastIndex((text) => text !== '');
  return `=${call}(${texts.slice(0, last + 1).join(',')})`;
};
