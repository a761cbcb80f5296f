import { isFormula, mentioning, withoutTexts, type DefinedName, type FormulaTest } from './formula-cells';

/** What makes something else of an error: a text, a number, or whether it is one. */
const errorHandlers = [
  ...['IFERROR', 'IFNA', 'ISERROR', 'ISERR', 'ISNA', 'ERROR.TYPE', 'TYPE', 'AGGREGATE', 'TOCOL', 'TOROW'],
  ...['ISNUMBER', 'ISTEXT', 'ISNONTEXT', 'ISLOGICAL', 'ISBLANK', 'COUNT', 'COUNTA', 'COUNTIF', 'COUNTIFS'],
];
const handler = new RegExp(String.raw`(?<![\w.])(?:${errorHandlers.join('|').replace('.', String.raw`\.`)})\s*\(`, 'i');

/**
 * Whether what a formula shows may be an error in disguise. Names count with the formulas that they stand for. Where the
 * functions stand in the formula does not matter: LET and LAMBDA carry an error from one end to the other.
 */
export const hidesErrors = (names: readonly DefinedName[]): FormulaTest =>
  mentioning(names, (formula) => isFormula(formula) && handler.test(withoutTexts(formula)));

/** The only function of a formula, and the constant that stands in for an error: `=IFERROR(…, "none")`. */
const withFallback = /^=\s*IF(?:ERROR|NA)\s*\((.*),\s*("(?:[^"]|"")*"|-?\d+(?:\.\d+)?|TRUE|FALSE|)\s*\)\s*$/is;

const constantOf = (text: string): string | number | boolean => {
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  if (/^(?:TRUE|FALSE)$/i.test(text)) return text.toUpperCase() === 'TRUE';
  return Number(text);
};

/** Whether brackets that are closed were opened before. */
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
 * Whether a value is certainly no error in disguise: it is another than the one constant with which the formula replaces
 * all errors.
 */
export const isNoFallback = (formula: string, value: unknown): boolean => {
  const [, inner, fallback] = withFallback.exec(formula) ?? [];
  if (inner === undefined || fallback === undefined) return false;
  const bare = withoutTexts(inner);
  return bare.search(handler) < 0 && isBalanced(bare) && value !== constantOf(fallback);
};
