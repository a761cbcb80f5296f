/** Reads a call of the worksheet function out of a cell's formula, so that the pane can change it and lose nothing. */
import { isReference } from './cell-address';
import { closingOf, splitOutside } from './formula-parts';
import { argumentOrder, type FieldValue, type FormulaFields } from './formula-text';

export type FormulaReading =
  | { readonly kind: 'fields'; readonly fields: FormulaFields }
  /** It calls the function inside of something else, or in a way that only Excel understands. */
  | { readonly kind: 'nested' }
  /** It does not call the function at all. */
  | { readonly kind: 'other' };

/** Excel puts `_xldudf_` before functions of an add-in that it has not loaded yet. */
const name = String.raw`(?:_xldudf_)?SKILLMETRICS\s*\(`;
const whole = new RegExp(String.raw`^=\s*\+?\s*${name}`, 'i');
const anywhere = new RegExp(String.raw`(?<![\w.])${name}`, 'i');
const texts = /"(?:[^"]|"")*"/g;

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?$/i;
const date = /^DATE\(\s*(\d{1,4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)$/i;
const text = /^"(?:[^"]|"")*"$/;

const unquoted = (written: string): string => written.slice(1, -1).replaceAll('""', '"');

/** The texts of an array constant of one row or one column; undefined for any other. */
const listOf = (argument: string): readonly string[] | undefined => {
  if (!argument.startsWith('{') || closingOf(argument, 0) !== argument.length - 1) return undefined;
  const inner = argument.slice(1, -1);
  const [row, column] = [splitOutside(inner, ','), splitOutside(inner, ';')];
  const items = column.length === 1 ? row : column;
  return items.every((item) => text.test(item)) ? items.map(unquoted) : undefined;
};

const valueOf = (argument: string): FieldValue | undefined => {
  if (argument === '') return undefined;
  if (text.test(argument)) return { kind: 'text', text: unquoted(argument) };
  if (number.test(argument)) return { kind: 'number', value: Number(argument) };
  const [, year, month, day] = date.exec(argument) ?? [];
  if (day !== undefined) return { kind: 'date', year: Number(year), month: Number(month), day: Number(day) };
  const items = listOf(argument);
  if (items !== undefined) return { kind: 'list', items };
  // A logical value is no name of cells.
  if (/^(?:true|false)$/i.test(argument)) return { kind: 'expression', text: argument };
  if (isReference(argument)) return { kind: 'reference', address: argument };
  return { kind: 'expression', text: argument };
};

/**
 * Reads a formula as Excel's API gives it: in English, with commas. Arguments that are no plain values stay as they are
 * written, so that `formulaText` of what was read asks the same.
 */
export const readFormula = (formula: string): FormulaReading => {
  if (!formula.startsWith('=') || !anywhere.test(formula.replace(texts, '""'))) return { kind: 'other' };
  const open = (whole.exec(formula)?.[0].length ?? 0) - 1;
  const close = open < 0 ? undefined : closingOf(formula, open);
  if (close === undefined || formula.slice(close + 1).trim() !== '') return { kind: 'nested' };
  const values = splitOutside(formula.slice(open + 1, close), ',').map(valueOf);
  if (values.length > argumentOrder.length) return { kind: 'nested' };
  const entries = argumentOrder.map((argument, index) => [argument, values[index]] as const);
  return { kind: 'fields', fields: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) };
};
