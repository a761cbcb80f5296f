import type { RunExcel } from './excel-run';
import { dressSpill, formatDates, type SpillFormat } from './format-spill';
import type { Later } from './later';
import { cellAt } from './cell-at';

/** What goes into the workbook. */
export type Content =
  | {
      readonly kind: 'formula';
      readonly formula: string;
      readonly format: SpillFormat;
      /** Title of a line chart on the values; none without. */
      readonly chart?: string | undefined;
    }
  | {
      readonly kind: 'values';
      readonly cells: readonly (readonly (string | number)[])[];
      readonly format: SpillFormat;
    };

const writeFormula = (run: RunExcel, formula: string, at: string | undefined): Promise<string> =>
  run(async (context) => {
    const cell = cellAt(context, at);
    cell.formulas = [[formula]];
    cell.load('address');
    await context.sync();
    return cell.address;
  });

/** Cells written at once: Excel on the web takes 5 MB at most. */
const cellsAtOnce = 20_000;

/** Where values go: found once, since the active cell may be another by the time that they are all written. */
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
  rows: readonly (readonly (string | number)[])[],
  format: SpillFormat,
  at: string | undefined,
): Promise<string> => {
  const address = await areaOf(run, rows, at);
  await writeRows(run, address, rows);
  await run((context) => {
    formatDates(cellAt(context, address), format);
    return context.sync();
  });
  const { dates, headerRows } = format;
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
 * Puts a formula, or the values themselves as an Excel table, into the workbook, and gives the address of what was
 * written. A formula's values follow by themselves; nobody has to wait for that.
 * @param at the first cell; else the active one
 */
export const insertContent = async (run: RunExcel, wait: Later, content: Content, at?: string): Promise<string> => {
  if (content.kind === 'values') return writeValues(run, content.cells, content.format, at);
  const address = await writeFormula(run, content.formula, at);
  // What has no dates has no format of ours.
  if (content.format.dates !== 'none') void dressSpill(run, wait, address, content);
  return address;
};
