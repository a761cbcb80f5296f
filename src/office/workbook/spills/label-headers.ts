import type { Spill } from './spill';

/** The most columns whose widths are fitted again. */
const columnsAtOnce = 60;

const headersOf = (range: Excel.Range, { look }: Spill): Excel.Range =>
  look.layout === 'columns'
    ? range.getRow(0).getResizedRange(look.headers - 1, 0)
    : range.getColumn(0).getResizedRange(0, look.headers - 1);

/** Makes headers bold, and aligns those above numbers to the right, as the numbers are. */
const emphasise = (range: Excel.Range, spill: Spill): void => {
  const { headers, layout, chart } = spill.look;
  headersOf(range, spill).format.font.bold = true;
  if (layout === 'columns' && chart !== undefined) range.getRow(headers - 1).format.horizontalAlignment = 'Right';
};

/** Fits the columns without narrowing any: a person may have widened it. */
const widen = async (context: Excel.RequestContext, range: Excel.Range, { columns }: Spill): Promise<void> => {
  if (columns > columnsAtOnce) return;
  const all = Array.from({ length: columns }, (_, column) => range.getColumn(column));
  for (const { format } of all) format.load('columnWidth');
  await context.sync();
  const before = all.map(({ format }) => format.columnWidth);
  range.format.autofitColumns();
  for (const { format } of all) format.load('columnWidth');
  await context.sync();
  for (const [index, { format }] of all.entries()) {
    const width = before[index] ?? 0;
    if (format.columnWidth < width) format.columnWidth = width;
  }
  await context.sync();
};

/**
 * Reads whether headers are bold.
 * @returns a function to call after the next sync: `partly` means that the first header is bold, but not all are
 */
export const headersState = (range: Excel.Range, spill: Spill): (() => 'plain' | 'partly' | 'bold') => {
  if (spill.look.headers === 0) return () => 'plain';
  const headers = headersOf(range, spill);
  const [first, all] = [headers.getCell(0, 0).format.font, headers.format.font];
  first.load('bold');
  all.load('bold');
  // Excel returns null when only some cells are bold.
  return () => (first.bold ? (all.bold ? 'bold' : 'partly') : 'plain');
};

/** Makes headers bold and fits the columns. Repeating it is harmless. */
export const labelHeaders = async (context: Excel.RequestContext, range: Excel.Range, spill: Spill): Promise<void> => {
  if (spill.look.headers === 0) return;
  emphasise(range, spill);
  range.format.autofitColumns();
  await context.sync();
};

/** Makes new headers as bold as the first one, and columns wide enough. Repeating it is harmless. */
export const recordHeaders = async (context: Excel.RequestContext, range: Excel.Range, spill: Spill): Promise<void> => {
  const state = headersState(range, spill);
  await context.sync();
  if (state() === 'plain') return;
  if (state() === 'partly') emphasise(range, spill);
  await widen(context, range, spill);
};
