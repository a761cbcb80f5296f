/** Our worksheet functions; names in people's workbooks never change. */
export const functionNames = ['SKILLMETRICS', 'SKILLTOTAL', 'ALEXASKILLS', 'ALEXAINTENTS', 'SKILLMETRICSINFO'] as const;

/** Texts in quotes, which may hold anything; Excel doubles a quote inside. */
const quoted = /"(?:[^"]|"")*"/g;
export const withoutTexts = (formula: string): string => formula.replace(quoted, '""');
/** A call, or the function itself handed to another: `MAP(A1:A5, SKILLTOTAL)`. */
const call = new RegExp(String.raw`(?<![\w.])(?:_xldudf_)?(?:${functionNames.join('|')})\s*[(,)]`, 'i');

export const isFormula = (content: unknown): content is string =>
  typeof content === 'string' && content.startsWith('=');

/** Whether the content of a cell is a formula that calls one of our functions by its name. */
export const isOurs = (content: unknown): boolean => isFormula(content) && call.test(withoutTexts(content));

/** Whether Excel's type of a cell's value is that of an error, #BUSY! among them. */
export const isError = (valueType: unknown): boolean => valueType === 'Error';

/** A defined name, and what it stands for: a formula. */
export interface DefinedName {
  readonly name: string;
  readonly formula: unknown;
}

const mention = (names: readonly string[]): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}_.\\])(?:${names.map((name) => name.replace(/[\\.?]/g, String.raw`\$&`)).join('|')})(?![\p{L}\p{N}_.\\])`,
    'iu',
  );

export type FormulaTest = (content: unknown) => boolean;

/** Whether a formula passes a test, or mentions a defined name whose formula does, be it through further names. */
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

/** Whether a formula reaches our functions, be it through defined names, such as that of a LAMBDA. */
export const reachesOurs = (names: readonly DefinedName[]): FormulaTest => mentioning(names, isOurs);

/** A formula that is nothing but one call of the add-in's functions: whatever its arguments are, Excel calls. */
const soleCall = new RegExp(String.raw`^=\s*(?:_xldudf_)?(?:${functionNames.join('|')})\s*\(`, 'i');

/** Whether a formula calls us each time that it is calculated. IF and the like may leave a call out. */
export const alwaysCalls = (formula: string): boolean => soleCall.test(formula);

/** A cell of a sheet; row and column count from 0. */
export interface CellPlace {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
}

/** Cells below each other. */
export interface CellRun extends CellPlace {
  readonly rows: number;
}

/** The cells, those below each other in one run; in the order of sheet, column and row. */
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

/** The names that a workbook or a sheet defines, to be read after the next sync. */
export const loadNames = (names: Excel.NamedItemCollection): Excel.NamedItemCollection =>
  names.load('items/name,items/formula');
