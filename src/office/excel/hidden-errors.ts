import { type DefinedName, type FormulaTest, isFormula, mentioning, withoutTexts } from './formula-cells';

/** Functions that turn an error into something else: a text, a number, TRUE or FALSE. */
const errorHandlers = [
  ...['IFERROR', 'IFNA', 'ISERROR', 'ISERR', 'ISNA', 'ERROR.TYPE', 'TYPE', 'AGGREGATE', 'TOCOL', 'TOROW'],
  ...['ISNUMBER', 'ISTEXT', 'ISNONTEXT', 'ISLOGICAL', 'ISBLANK', 'COUNT', 'COUNTA', 'COUNTIF', 'COUNTIFS'],
];
const handler = new RegExp(String.raw`(?<![\w.])(?:${errorHandlers.join('|').replace('.', String.raw`\.`)})\s*\(`, 'i');

/**
 * Tests whether the value of a formula may hide an error, directly or through defined names. It doesn't matter where in
 * the formula the error handler is: LET and LAMBDA carry an error from one end to the other.
 */
export const hidesErrors = (names: readonly DefinedName[]): FormulaTest =>
  mentioning(names, (formula) => isFormula(formula) && handler.test(withoutTexts(formula)));

/** A formula whose only error handler replaces errors by a constant: `=IFERROR(…, "none")`. */
const withFallback = /^=\s*IF(?:ERROR|NA)\s*\((.*),\s*("(?:[^"]|"")*"|-?\d+(?:\.\d+)?|TRUE|FALSE|)\s*\)\s*$/is;

const constantOf = (text: string): string | number | boolean => {
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  if (/^(?:TRUE|FALSE)$/i.test(text)) return text.toUpperCase() === 'TRUE';
  return Number(text);
};

/** Whether all brackets match. */
const isBalanced = (text: string): boolean => {
  let depth = 0;
  for (const sign of text) {
    if ('({['.includes(sign)) depth += 1;
    if (')}]'.includes(sign)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
};

/**
 * Whether a value certainly doesn't hide an error: the formula replaces all errors by one constant, and the value is
 * another.
 */
export const isNoFallback = (formula: string, value: unknown): boolean => {
  const [, inner, fallback] = withFallback.exec(formula) ?? [];
  if (inner === undefined || fallback === undefined) return false;
  const bare = withoutTexts(inner);
  return bare.search(handler) < 0 && isBalanced(bare) && value !== constantOf(fallback);
};
