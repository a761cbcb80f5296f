import { isCellEdit } from './excel-failure';

/**
 * Adds a line chart of an answer's cells, right of them, or below where the series are rows. The cells need their size
 * loaded. Where the sheet has no room there, the chart stands where Excel puts it: what a batch has done before an error
 * stays done.
 */
export const addChart = async (
  context: Excel.RequestContext,
  cells: Excel.Range,
  dates: 'column' | 'row' | 'none',
  title: string,
): Promise<void> => {
  const chart = cells.worksheet.charts.add('Line', cells, dates === 'row' ? 'Rows' : 'Columns');
  chart.title.text = title;
  const [down, right] = dates === 'row' ? [cells.rowCount + 1, 0] : [0, cells.columnCount + 1];
  chart.setPosition(cells.getCell(down, right));
  // In one request: a second one could find somebody typing, and would be repeated with a second chart.
  await context.sync().catch((error: unknown) => {
    if (isCellEdit(error)) throw error;
  });
};
