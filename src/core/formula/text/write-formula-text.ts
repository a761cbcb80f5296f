/** Writes the call of a worksheet function as text for a cell. */
import { type ArgumentName, callArguments, type CallName } from '../signatures';

/** An argument's value in a form that the pane can edit. */
export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'date'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: 'reference'; readonly address: string }
  /** An array constant: one row, or one column if `down`. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly down?: boolean }
  /** Part of a formula, as Excel writes it. Only Excel can calculate it. */
  | { readonly kind: 'expression'; readonly text: string };

/** The value of each argument that isn't omitted. */
export type FormulaFields = Readonly<Partial<Record<ArgumentName, FieldValue | undefined>>>;

/** The arguments of SKILLMETRICS, in order. */
export const argumentOrder = callArguments.SKILLMETRICS;

/** The arguments of all functions. */
export const argumentNames: readonly ArgumentName[] = [...argumentOrder, ...callArguments.ALEXASKILLS, 'by', 'n'];

const defaults: FormulaFields = {
  period: { kind: 'text', text: 'P1D' },
  stage: { kind: 'text', text: 'live' },
  skillType: { kind: 'text', text: 'custom' },
  headers: { kind: 'number', value: 1 },
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A value as text in a formula. */
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

/** The argument as text in the formula, or an empty text if it equals the default. */
const writtenUnlessDefault = (fields: FormulaFields, name: ArgumentName): string => {
  const value = fields[name];
  if (value === undefined || isBlank(value)) return '';
  const text = written(value);
  const usual = defaults[name];
  return usual !== undefined && written(usual) === text ? '' : text;
};

/**
 * The call as a formula in Excel's English syntax. Arguments with default values are left out.
 *
 * @param call default `'SKILLMETRICS'`
 *
 * @example
 * ```ts
 * formulaText({
 *   skillId: { kind: 'text', text: 'amzn1.ask.skill.1' },
 *   metric: { kind: 'reference', address: 'A2' },
 *   startTime: { kind: 'text', text: '-7d' },
 * }); // '=SKILLMETRICS("amzn1.ask.skill.1",A2,"-7d")'
 * ```
 */
export const formulaText = (fields: FormulaFields, call: CallName = 'SKILLMETRICS'): string => {
  const texts = callArguments[call].map((name) => writtenUnlessDefault(fields, name));
  const last = texts.findLastIndex((text) => text !== '');
  return `=${call}(${texts.slice(0, last + 1).join(',')})`;
};
