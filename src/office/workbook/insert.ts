import type { NumberFormats } from '../../core/tables/number-formats';
import { cellAt, type RunExcel } from '../excel/run';
import { formatNumbers, type SpillFormat } from '../spills/format-numbers';
import { isOurs } from '../excel/formula-cells';
import type { Spills } from '../spills/spills';

/** What goes into the workbook. */
export type Content =
  | {
      readonly kind: 'formula';
      readonly formula: string;
      /** Whether a chart of the values comes with it. */
      readonly chart?: boolean;
    }
  | {
      readonly kind: 'values';
      readonly cells: readonly (readonly (string | number)[])[];
      readonly format: SpillFormat;
      readonly formats: NumberFormats;
    };

type Values = Extract<Content, { kind: 'values' }>;

interface Written {
  readonly address: string;
  /** Whether it stands where another of the add-in's formulas stood. */
  readonly isUpdate: boolean;
}

const writeFormula = (run: RunExcel, formula: string, at: string | undefined): Promise<Written> =>
  run(async (context) => {
    const [before, cell] = [cellAt(context, at), cellAt(context, at)];
    before.load('formulas');
    cell.formulas = [[formula]];
    cell.load('address');
    await context.sync();
    return { address: cell.address, isUpdate: isOurs(before.formulas[0]?.[0]) };
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
 * Puts a formula, or the values themselves as an Excel table, into the workbook, and gives the address of what was
 * written. A formula's values follow by themselves; nobody has to wait for that.
 * @param at the first cell; else the active one
 */
export const insertContent = async (
  run: RunExcel,
  spills: Pick<Spills, 'wish'>,
  content: Content,
  at?: string,
): Promise<string> => {
  if (content.kind === 'values') return writeValues(run, content, at);
  const { address, isUpdate } = await writeFormula(run, content.formula, at);
  // Headers that are there already are as somebody wants them.
  spills.wish(address, { headers: !isUpdate, chart: content.chart === true });
  return address;
};
