import { joinAddress } from '../../core/formula/cell-address';
import {
  type CellPlace,
  type DefinedName,
  type FormulaTest,
  isError,
  isFormula,
  loadNames,
  mentioning,
  reachesOurs,
  runsOf,
  withoutTexts,
} from './formula-cells';

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

/** A cell that calls the add-in's functions. */
export interface FoundCell extends CellPlace {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly formula: string;
  /**
   * What the cell shows.
   *
   * - `unsure`: the value may stand for an error, as `IFERROR` makes it.
   * - `unknown-name`: Excel read the formula before it knew the add-in's functions, and shows `#NAME?`.
   */
  readonly shows: 'value' | 'unsure' | 'error' | 'unknown-name';
}

/** Cells whose formulas are read at once: a response of Excel on the web has 5 MB at most. */
const cellsAtOnce = 30_000;

const columnName = (column: number): string =>
  (column < 26 ? '' : columnName(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** The address of a cell, or of `rows` cells below each other, with its sheet. */
export const addressOf = ({ sheet, row, column, rows = 1 }: CellPlace & { readonly rows?: number }): string => {
  const cell = (at: number): string => `${columnName(column)}${at + 1}`;
  return joinAddress(sheet, rows === 1 ? cell(row) : `${cell(row)}:${cell(row + rows - 1)}`);
};

/** Splits a range into bands of rows that can be read at once. */
const bandsOf = (range: Excel.Range): readonly Excel.Range[] => {
  const height = Math.max(1, Math.floor(cellsAtOnce / range.columnCount));
  return Array.from({ length: Math.ceil(range.rowCount / height) }, (_, index) => {
    const rows = Math.min(height, range.rowCount - index * height);
    return range.getCell(index * height, 0).getResizedRange(rows - 1, range.columnCount - 1);
  });
};

interface UsedSheet {
  readonly name: string;
  readonly range: Excel.Range;
}

/** Reads the used range of each sheet, and the defined names of the workbook and its sheets. */
const readWorkbook = async (
  context: Excel.RequestContext,
  only: string | undefined,
): Promise<{ readonly used: readonly UsedSheet[]; readonly names: readonly DefinedName[] }> => {
  const { worksheets } = context.workbook;
  const names = loadNames(context.workbook.names);
  worksheets.load('items/name');
  await context.sync();
  const sheets = worksheets.items.map((sheet) => {
    const range = sheet.getUsedRangeOrNullObject(true);
    range.load('rowIndex,columnIndex,rowCount,columnCount');
    return { name: sheet.name, range, names: loadNames(sheet.names) };
  });
  await context.sync();
  return {
    used: sheets.filter(({ name, range }) => !range.isNullObject && (only ?? name) === name),
    names: [names, ...sheets.map((sheet) => sheet.names)].flatMap(({ items }) => items),
  };
};

/** Refines, by its value, what a cell shows. */
const lookedAt = (cell: FoundCell, value: unknown): FoundCell => {
  if (cell.shows === 'error' && value === '#NAME?') return { ...cell, shows: 'unknown-name' };
  if (cell.shows === 'unsure' && isNoFallback(cell.formula, value)) return { ...cell, shows: 'value' };
  return cell;
};

/** Reads the values of the cells that don't surely show a value. */
const withValues = async (
  context: Excel.RequestContext,
  found: readonly FoundCell[],
): Promise<readonly FoundCell[]> => {
  const runs = runsOf(found.filter(({ shows }) => shows !== 'value')).map((run) => {
    const { sheet, row, column, rows } = run;
    const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, rows, 1);
    range.load('values');
    return { ...run, range };
  });
  if (runs.length === 0) return found;
  await context.sync();
  const values = new Map(
    runs.flatMap(({ range, ...run }) =>
      range.values.map(([value], down): [string, unknown] => [
        addressOf({ ...run, row: run.row + down, rows: 1 }),
        value,
      ]),
    ),
  );
  return found.map((cell) => lookedAt(cell, values.get(cell.address)));
};

/**
 * Finds all cells of the workbook that call the add-in's functions: by name, through defined names, or in a way that is
 * known only from their calls.
 *
 * @param hasCalled whether the cell at an address has called since the add-in started
 * @param sheet the name of the only sheet to search; all sheets by default
 * @param pause waits between what Excel sends and work on it, both of which take their time. Default: not at all
 * @throws an error of Excel, which {@link RunExcel} turns into a FailureError
 */
export const findFormulas = async (
  context: Excel.RequestContext,
  hasCalled: (address: string) => boolean,
  sheet?: string,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly FoundCell[]> => {
  const { used, names } = await readWorkbook(context, sheet);
  const [reaches, hides] = [reachesOurs(names), hidesErrors(names)];
  const found: FoundCell[] = [];
  for (const { name, range } of used) {
    let { rowIndex: top } = range;
    for (const band of bandsOf(range)) {
      band.load('formulas,valueTypes');
      await context.sync();
      await pause();
      const { formulas, valueTypes } = band;
      for (const [down, contents] of formulas.entries()) {
        for (const [right, formula] of contents.entries()) {
          if (!isFormula(formula)) continue;
          const place = { sheet: name, row: top + down, column: range.columnIndex + right };
          const address = addressOf(place);
          if (!reaches(formula) && !hasCalled(address)) continue;
          const shows = isError(valueTypes[down]?.[right]) ? 'error' : hides(formula) ? 'unsure' : 'value';
          found.push({ ...place, address, formula, shows });
        }
      }
      top += formulas.length;
    }
  }
  return withValues(context, found);
};
