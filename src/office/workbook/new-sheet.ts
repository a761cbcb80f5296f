/** Sheets that the add-in makes: for what lies behind a cell. */
import { FailureError } from '../../core/domain/failure';
import { joinAddress } from '../../core/formula/cell-address';
import type { NumberFormats } from '../../core/tables/number-formats';
import { cellAt, type RunExcel, runExcel } from '../excel/run';
import { insertContent } from './insert';
import { formatNumbers } from './spills/format-numbers';
import { spills } from './spills/spills';

/** Where the active cell stands in the answer of a formula. */
export interface PlaceInAnswer {
  /** The active cell, with its sheet. */
  readonly address: string;
  /** Rows and columns from the formula's cell on, from 0. */
  readonly row: number;
  readonly column: number;
  /** What stands at the beginning of the cell's row, and of its column. */
  readonly rowStart: unknown;
  readonly columnStart: unknown;
}

/** A table on a new sheet, with a line above it. */
export interface SheetBlock {
  readonly title: string;
  /** A header row, and rows of one width. Empty: the title says it all. */
  readonly cells: readonly (readonly (string | number)[])[];
  readonly formats: NumberFormats;
}

/** A sheet to be made. */
export interface NewSheet {
  /** Its name, if no other sheet has it. */
  readonly name: string;
  readonly title: string;
  /** The cell that it is about, with its sheet: the new sheet links back to it. */
  readonly source: string;
  readonly blocks: readonly SheetBlock[];
  /** A formula of the add-in's, in place of tables. */
  readonly formula?: string;
}

/** Reads what lies behind a cell, and makes sheets for it. */
export interface Sheets {
  /**
   * Finds the active cell in the answer of a formula.
   * @throws {FailureError} `rejected` when it is another cell
   */
  placeIn(formula: string): Promise<PlaceInAnswer>;
  /** Adds a sheet behind the others and shows it. Returns the address of its first cell. */
  add(sheet: NewSheet): Promise<string>;
}

const elsewhere = (): FailureError =>
  new FailureError({
    code: 'rejected',
    message: "The selected cell isn't part of the formula's answer.",
    advice: 'Select one of its cells, then try again.',
  });

const placeIn = (run: RunExcel, formula: string): Promise<PlaceInAnswer> =>
  run(async (context) => {
    const [active, first] = [context.workbook.getActiveCell(), cellAt(context, formula)];
    const sheets = [active.worksheet, first.worksheet];
    active.load('address,rowIndex,columnIndex');
    first.load('rowIndex,columnIndex');
    for (const sheet of sheets) sheet.load('name');
    await context.sync();
    const [row, column] = [active.rowIndex - first.rowIndex, active.columnIndex - first.columnIndex];
    if (row < 0 || column < 0 || sheets[0]?.name !== sheets[1]?.name) throw elsewhere();
    const [left, top] = [first.getOffsetRange(row, 0), first.getOffsetRange(0, column)];
    for (const cell of [left, top]) cell.load('values');
    await context.sync();
    const [rowStart, columnStart]: readonly unknown[] = [left, top].map(({ values }): unknown => values[0]?.[0]);
    return { address: active.address, row, column, rowStart, columnStart };
  });

/** Excel's limit. */
const longestName = 31;

/** The name without what Excel refuses in one, and with a number if another sheet has it. */
export const freeName = (name: string, taken: readonly string[]): string => {
  const plain = name.replace(/[\\/?*:[\]]/g, ' ').trim();
  const others = new Set(taken.map((one) => one.toLowerCase()));
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : ` ${count}`;
    const found = plain.slice(0, longestName - end.length) + end;
    if (!others.has(found.toLowerCase())) return found;
  }
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Title, link and an empty row. */
const rowsBefore = 3;

const placed = (blocks: readonly SheetBlock[]): readonly (SheetBlock & { readonly row: number })[] => {
  let row = rowsBefore;
  return blocks.map((block) => {
    const mine = { ...block, row };
    row += block.cells.length + 2;
    return mine;
  });
};

const add = async (run: RunExcel, { name, title, source, blocks, formula }: NewSheet): Promise<string> => {
  const all = placed(blocks);
  const made = await run(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.load('items/name');
    await context.sync();
    const found = freeName(
      name,
      worksheets.items.map((sheet) => sheet.name),
    );
    const sheet = worksheets.add(found);
    const head = sheet.getRange('A1');
    head.values = [[title]];
    head.format.font.bold = true;
    sheet.getRange('A2').formulas = [[`=HYPERLINK(${quoted(`#${source}`)},${quoted(`Back to ${source}`)})`]];
    for (const { row, title: line, cells } of all) {
      const label = sheet.getRangeByIndexes(row, 0, 1, 1);
      label.values = [[line]];
      const width = cells[0]?.length ?? 0;
      if (width === 0) continue;
      label.format.font.bold = true;
      sheet.getRangeByIndexes(row + 1, 0, cells.length, width).values = cells.map((one) => [...one]);
      sheet.getRangeByIndexes(row + 1, 0, 1, width).format.font.bold = true;
    }
    sheet.activate();
    await context.sync();
    return found;
  });
  await run(async (context) => {
    const sheet = context.workbook.worksheets.getItem(made);
    for (const { row, cells, formats } of all) {
      const width = cells[0]?.length ?? 0;
      if (width === 0) continue;
      const range = sheet.getRangeByIndexes(row + 1, 0, cells.length, width);
      await formatNumbers(context, range, [cells.length, width], { formats, layout: 'columns' });
      range.format.autofitColumns();
    }
    await context.sync();
  });
  if (formula !== undefined)
    await insertContent(run, spills, { kind: 'formula', formula }, joinAddress(made, `A${rowsBefore + 1}`));
  return joinAddress(made, 'A1');
};

/** Creates the access to new sheets. */
export const createSheets = (run: RunExcel): Sheets => ({
  placeIn: (formula) => placeIn(run, formula),
  add: (sheet) => add(run, sheet),
});

/** The access to new sheets of the real Excel. */
export const officeSheets: Sheets = createSheets(runExcel);
