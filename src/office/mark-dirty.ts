import { blocksOf, isError, isOurs } from './formula-cells';

/** Which of our formulas: all, or those whose cell shows an error. */
export type Which = 'all' | 'failed';

export type RefreshScope = 'workbook' | 'sheet' | 'selection';

/** Cells whose formulas are read at once: Excel on the web gives 5 MB at most. */
const cellsAtOnce = 50_000;

/** The used part of what the scope means, one range a sheet; sheets without content give none. */
const rangesOf = async (context: Excel.RequestContext, scope: RefreshScope): Promise<readonly Excel.Range[]> => {
  const { workbook } = context;
  const used: Excel.Range[] = [];
  if (scope === 'workbook') {
    const sheets = workbook.worksheets;
    sheets.load('items/name');
    await context.sync();
    used.push(...sheets.items.map((sheet) => sheet.getUsedRangeOrNullObject(true)));
  } else if (scope === 'sheet') used.push(workbook.worksheets.getActiveWorksheet().getUsedRangeOrNullObject(true));
  else used.push(workbook.getSelectedRange().getUsedRangeOrNullObject(true));
  for (const range of used) range.load('rowCount,columnCount');
  await context.sync();
  return used.filter((range) => !range.isNullObject);
};

/** Cuts a range into bands of rows that are small enough to be read at once. */
const bandsOf = (range: Excel.Range): readonly Excel.Range[] => {
  const height = Math.max(1, Math.floor(cellsAtOnce / range.columnCount));
  return Array.from({ length: Math.ceil(range.rowCount / height) }, (_, index) => {
    const rows = Math.min(height, range.rowCount - index * height);
    return range.getCell(index * height, 0).getResizedRange(rows - 1, range.columnCount - 1);
  });
};

/** Marks the formulas of one band; gives how many. */
const markBand = async (context: Excel.RequestContext, band: Excel.Range, which: Which): Promise<number> => {
  band.load(which === 'all' ? 'formulas' : 'formulas,valueTypes');
  await context.sync();
  const shown = which === 'all' ? [] : band.valueTypes;
  const blocks = blocksOf(
    band.formulas,
    (content, row, column) => isOurs(content) && (which === 'all' || isError(shown[row]?.[column])),
  );
  for (const { row, column, rows } of blocks) {
    band
      .getCell(row, column)
      .getResizedRange(rows - 1, 0)
      .setDirty();
  }
  return blocks.reduce((sum, { rows }) => sum + rows, 0);
};

/**
 * Has our formulas calculate again. Pressing F9 would not: Excel leaves clean cells of custom functions alone.
 * Source: https://github.com/OfficeDev/office-js/issues/1462
 */
export const markDirty = async (context: Excel.RequestContext, scope: RefreshScope, which: Which): Promise<number> => {
  let marked = 0;
  for (const range of await rangesOf(context, scope)) {
    for (const band of bandsOf(range)) marked += await markBand(context, band, which);
  }
  if (marked > 0) context.workbook.application.calculate('Recalculate');
  await context.sync();
  return marked;
};

/** Has the formulas of some cells calculate again. */
export const recalculate = async (context: Excel.RequestContext, cells: Excel.Range): Promise<void> => {
  cells.setDirty();
  context.workbook.application.calculate('Recalculate');
  await context.sync();
};
