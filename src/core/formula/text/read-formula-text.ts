/**
 * Reads the call of a worksheet function from a cell's formula, so that the pane can edit it without losing anything.
 */
import { isReference } from '../cell-address';
import { callArguments, type CallName, callNames } from '../signatures';
import type { FieldValue, FormulaFields } from './write-formula-text';

/** A text in double quotes, or a sheet name in single quotes. Excel doubles a quote inside. */
const quoted = /"(?:[^"]|"")*"|'(?:[^']|'')*'/y;

const opening = '({[';
const closing = ')}]';

/** The index at which the quoted segment or the single character at an index ends. */
const after = (text: string, at: number): number => {
  quoted.lastIndex = at;
  return at + (quoted.exec(text)?.[0].length ?? 1);
};

/**
 * Calls `see` for each character outside quotes, with the depth of brackets around it. A structured reference such as
 * `Table1[It'[s]` escapes brackets with a quote of its own. There is no need to understand it: what can't be split
 * stays whole.
 */
export const visit = (
  text: string,
  from: number,
  see: (character: string, at: number, depth: number) => boolean,
): void => {
  let depth = 0;
  for (let at = from; at < text.length; at = after(text, at)) {
    const character = text.charAt(at);
    if (closing.includes(character)) depth -= 1;
    if (see(character, at, depth)) return;
    if (opening.includes(character)) depth += 1;
  }
};

/** The index of the bracket that closes the one at `open`, or `undefined` if none does. */
export const closingOf = (text: string, open: number): number | undefined => {
  let found: number | undefined;
  visit(text, open, (character, at, depth) => {
    if (at === open || depth > 0 || !closing.includes(character)) return false;
    found = at;
    return true;
  });
  return found;
};

/** The parts between separators outside quotes and brackets, trimmed. */
const splitOutside = (text: string, separators: string): readonly string[] => {
  const segments: string[] = [];
  let start = 0;
  visit(text, 0, (character, at, depth) => {
    if (depth === 0 && separators.includes(character)) {
      segments.push(text.slice(start, at).trim());
      start = at + 1;
    }
    return false;
  });
  return [...segments, text.slice(start).trim()];
};

/** What a cell's formula holds. */
export type FormulaTextReading =
  | { readonly kind: 'fields'; readonly call: CallName; readonly fields: FormulaFields }
  /** The call is part of a larger formula, or written in a way that only Excel understands. */
  | { readonly kind: 'nested' }
  /** The formula calls none of the functions. */
  | { readonly kind: 'other' };

/** Excel puts `_xldudf_` before functions of an add-in that it hasn't loaded yet. */
const name = String.raw`(?:_xldudf_)?(${callNames.join('|')})\s*\(`;
const whole = new RegExp(String.raw`^=\s*\+?\s*${name}`, 'i');
const anywhere = new RegExp(String.raw`(?<![\w.])${name}`, 'i');
const texts = /"(?:[^"]|"")*"/g;

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?$/i;
const date = /^DATE\(\s*(\d{1,4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)$/i;
const text = /^"(?:[^"]|"")*"$/;

const unquoted = (written: string): string => written.slice(1, -1).replaceAll('""', '"');

/** The texts of an array constant of one row or one column, or `undefined` for any other argument. */
const listOf = (argument: string): readonly string[] | undefined => {
  if (!argument.startsWith('{') || closingOf(argument, 0) !== argument.length - 1) return undefined;
  const inner = argument.slice(1, -1);
  const [row, column] = [splitOutside(inner, ','), splitOutside(inner, ';')];
  const items = column.length === 1 ? row : column;
  return items.every((item) => text.test(item)) ? items.map(unquoted) : undefined;
};

const isColumn = (argument: string): boolean => splitOutside(argument.slice(1, -1), ';').length > 1;

/** The value of an argument as a formula writes it, trimmed; `undefined` for one that is left out. */
export const valueOf = (argument: string): FieldValue | undefined => {
  if (argument === '') return undefined;
  if (text.test(argument)) return { kind: 'text', text: unquoted(argument) };
  if (number.test(argument)) return { kind: 'number', value: Number(argument) };
  const [, year, month, day] = date.exec(argument) ?? [];
  if (day !== undefined) return { kind: 'date', year: Number(year), month: Number(month), day: Number(day) };
  const items = listOf(argument);
  if (items !== undefined) return { kind: 'list', items, ...(isColumn(argument) ? { down: true } : {}) };
  // A logical value isn't a defined name.
  if (/^(?:true|false)$/i.test(argument)) return { kind: 'expression', text: argument };
  if (isReference(argument)) return { kind: 'reference', address: argument };
  return { kind: 'expression', text: argument };
};

/**
 * Reads a formula as Excel's API returns it: in English, with commas. Arguments that aren't plain values are kept as
 * written, so `formulaText` of the fields makes the same query.
 *
 * @example
 * ```ts
 * const reading = readFormulaText('=SKILLMETRICS("amzn1.ask.skill.1",A2,"-7d")');
 * // { kind: 'fields', call: 'SKILLMETRICS', fields: {
 * //   skillId: { kind: 'text', text: 'amzn1.ask.skill.1' },
 * //   metric: { kind: 'reference', address: 'A2' },
 * //   startTime: { kind: 'text', text: '-7d' } } }
 * ```
 */
export const readFormulaText = (formula: string): FormulaTextReading => {
  if (!formula.startsWith('=') || !anywhere.test(formula.replace(texts, '""'))) return { kind: 'other' };
  const [begin = '', called = ''] = whole.exec(formula) ?? [];
  const call = callNames.find((one) => one === called.toUpperCase());
  const close = call === undefined ? undefined : closingOf(formula, begin.length - 1);
  if (call === undefined || close === undefined || formula.slice(close + 1).trim() !== '') return { kind: 'nested' };
  const order = callArguments[call];
  const values = splitOutside(formula.slice(begin.length, close), ',').map(valueOf);
  if (values.length > order.length) return { kind: 'nested' };
  const entries = order.map((argument, index) => [argument, values[index]] as const);
  return { kind: 'fields', call, fields: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) };
};
