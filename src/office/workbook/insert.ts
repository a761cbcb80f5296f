import type { NumberFormats } from '../../core/tables/number-formats';
import { isOurs } from '../excel/formula-cells';
import { cellAt, type RunExcel } from '../excel/run';
import { formatNumbers, type SpillFormat } from './spills/format-numbers';
import type { Spills } from './spills/spills';

/** Content for the workbook: a formula, or the values themselves. */
export type InsertContent =
  | {
      readonly kind: 'formula';
      readonly formula: string;
      /** Whether to add a chart of the values. */
      readonly chart?: boolean;
    }
  | {
      readonly kind: 'values';
      readonly cells: readonly (readonly (string | number)[])[];
      readonly format: SpillFormat;
      readonly formats: NumberFormats;
    };

type Values = Extract<InsertContent, { kind: 'values' }>;

interface InsertedFormula {
  readonly address: string;
  /** Whether it replaces another of the add-in's formulas. */
  readonly isUpdate: boolean;
}

const writeFormula = (run: RunExcel, formula: string, at: string | undefined): Promise<InsertedFormula> =>
  run(async (context) => {
    const [before, cell] = [cellAt(context, at), cellAt(context, at)];
    before.load('formulas');
    cell.formulas = [[formula]];
    cell.load('address');
    await context.sync();
    return { address: cell.address, isUpdate: isOurs(before.formulas[0]?.[0]) };
  });

/** Cells written at once: a request of Excel on the web has 5 MB at most. */
const cellsAtOnce = 20_000;

/** Finds the area of the values, once: the active cell may change before all of them are written. */
const areaOf = (
  run: RunExcel,
  rows: readonly (readonly (string | number)[])[],
  at: string | undefined,
): Promise<string> =>
  run(async (context) => {
    const area = cellAt(context, at).getAbsoluteResizedRange(rows.length, rows[0]?.length ?? 1);
    area.load('address');
    await context.sync();
    return area.address;
  });

const writeRows = async (
  run: RunExcel,
  address: string,
  rows: readonly (readonly (string | number)[])[],
): Promise<void> => {
  const columns = rows[0]?.length ?? 1;
  const height = Math.max(1, Math.floor(cellsAtOnce / columns));
  for (let row = 0; row < rows.length; row += height) {
    const band = rows.slice(row, row + height);
    await run(async (context) => {
      const target = cellAt(context, address)
        .getCell(row, 0)
        .getResizedRange(band.length - 1, columns - 1);
      target.values = band.map((cells) => [...cells]);
      await context.sync();
    });
  }
};

const writeValues = async (
  run: RunExcel,
  { cells: rows, format, formats }: Values,
  at: string | undefined,
): Promise<string> => {
  const address = await areaOf(run, rows, at);
  await writeRows(run, address, rows);
  const { dates, headerRows } = format;
  const layout = dates === 'row' ? 'rows' : 'columns';
  await run(async (context) => {
    const cells = cellAt(context, address);
    await formatNumbers(context, cells, [rows.length, rows[0]?.length ?? 1], { formats, layout });
    cells.format.autofitColumns();
    await context.sync();
  });
  if (dates === 'column' && headerRows > 0)
    await run((context) => {
      const area = cellAt(context, address);
      const table = area.getOffsetRange(headerRows - 1, 0).getResizedRange(1 - headerRows, 0);
      area.worksheet.tables.add(table, true);
      return context.sync();
    });
  return address;
};

/**
 * Writes a formula, or values as an Excel table, into the workbook. It doesn't wait for a formula's values.
 *
 * @param at the first cell; by default the active one
 * @returns the address of the written cells, with their sheet
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const insertContent = async (
  run: RunExcel,
  spills: Pick<Spills, 'wish'>,
  content: InsertContent,
  at?: string,
): Promise<string> => {
  if (content.kind === 'values') return writeValues(run, content, at);
  const { address, isUpdate } = await writeFormula(run, content.formula, at);
  // A person may have formatted existing headers.
  spills.wish(address, { headers: !isUpdate, chart: content.chart === true });
  return address;
};
