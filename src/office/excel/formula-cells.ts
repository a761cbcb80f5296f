/** The names of the add-in's worksheet functions. People's workbooks contain them, so they never change. */
export const functionNames = [
  'SKILLMETRICS',
  'SKILLTOTAL',
  'SKILLTOP',
  'ALEXASKILLS',
  'ALEXAINTENTS',
  'SKILLMETRICSINFO',
] as const;

/** Quoted texts. Excel doubles a quote within. */
const quoted = /"(?:[^"]|"")*"/g;
/** Empties the quoted texts of a formula, which may contain anything. */
export const withoutTexts = (formula: string): string => formula.replace(quoted, '""');
/** A call, or the function as an argument of another: `MAP(A1:A5, SKILLTOTAL)`. */
const call = new RegExp(String.raw`(?<![\w.])(?:_xldudf_)?(?:${functionNames.join('|')})\s*[(,)]`, 'i');

/** Whether the content of a cell is a formula. */
export const isFormula = (content: unknown): content is string =>
  typeof content === 'string' && content.startsWith('=');

/** Whether the content of a cell is a formula that calls one of the add-in's functions by its name. */
export const isOurs = (content: unknown): boolean => isFormula(content) && call.test(withoutTexts(content));

/** Whether the `valueTypes` of a cell is an error. `#BUSY!` is one. */
export const isError = (valueType: unknown): boolean => valueType === 'Error';

/** A defined name and its formula. */
export interface DefinedName {
  readonly name: string;
  readonly formula: unknown;
}

const mention = (names: readonly string[]): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}_.\\])(?:${names.map((name) => name.replace(/[\\.?]/g, String.raw`\$&`)).join('|')})(?![\p{L}\p{N}_.\\])`,
    'iu',
  );

/** Tests the content of a cell or a defined name. */
export type FormulaTest = (content: unknown) => boolean;

/** Extends a test to formulas that pass it through defined names, directly or through further names. */
export const mentioning = (names: readonly DefinedName[], test: FormulaTest): FormulaTest => {
  let passes = test;
  for (let known = 0; ;) {
    const passing = names.filter(({ formula }) => passes(formula)).map(({ name }) => name);
    if (passing.length === known) return passes;
    known = passing.length;
    const mentioned = mention(passing);
    passes = (content) => test(content) || (isFormula(content) && mentioned.test(withoutTexts(content)));
  }
};

/** Tests whether a formula calls the add-in's functions, by name or through defined names, such as that of a LAMBDA. */
export const reachesOurs = (names: readonly DefinedName[]): FormulaTest => mentioning(names, isOurs);

/** A formula that starts with a call of the add-in's functions. */
const soleCall = new RegExp(String.raw`^=\s*(?:_xldudf_)?(?:${functionNames.join('|')})\s*\(`, 'i');

/** Whether a formula calls the add-in at each calculation. Functions such as IF may skip a call. */
export const alwaysCalls = (formula: string): boolean => soleCall.test(formula);

const ownNames = new RegExp(String.raw`(?<![\w.])(?:${functionNames.join('|')})(?![\w.])`, 'gi');

/** Whether a formula names the add-in's functions only once: no other call is among its arguments. */
export const callsOnlyOnce = (formula: string): boolean => [...withoutTexts(formula).matchAll(ownNames)].length === 1;

/** Whether a formula may ask for the lists of skills or intents. */
export const callsLists = (formula: string): boolean => /\bALEXA(?:SKILLS|INTENTS)\b/i.test(withoutTexts(formula));

/** The position of a cell. Row and column count from 0. */
export interface CellPlace {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
}

/** Cells below each other, from the first one on. */
export interface CellRun extends CellPlace {
  readonly rows: number;
}

/** Combines cells below each other into runs, in the order of sheet, column and row. */
export const runsOf = (cells: readonly CellPlace[]): readonly CellRun[] => {
  const sheets = [...new Set(cells.map(({ sheet }) => sheet))];
  const sorted = [...cells].sort(
    (one, other) =>
      sheets.indexOf(one.sheet) - sheets.indexOf(other.sheet) || one.column - other.column || one.row - other.row,
  );
  const runs: CellRun[] = [];
  for (const { sheet, row, column } of sorted) {
    const last = runs.at(-1);
    const follows = last?.sheet === sheet && last.column === column && last.row + last.rows === row;
    if (follows) runs.splice(-1, 1, { ...last, rows: last.rows + 1 });
    else runs.push({ sheet, row, column, rows: 1 });
  }
  return runs;
};

/** Loads the defined names of a workbook or a sheet, which can be read after the next sync. */
export const loadNames = (names: Excel.NamedItemCollection): Excel.NamedItemCollection =>
  names.load('items/name,items/formula');
