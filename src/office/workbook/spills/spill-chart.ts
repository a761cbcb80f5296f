import type { ChartLook } from '../../../core/tables/table-style';
import { isCellEdit } from '../../excel/run';
import { type ChartMark, isUpToDate, loadMarks, markOf, newMarkName, setMark } from './chart-mark';
import { type Box, chartSpot, overlap } from './chart-spot';
import type { Spill } from './spill';

/** A spill with its range and the look of its chart. */
interface ChartedSpill extends Spill {
  readonly range: Excel.Range;
  readonly chart: ChartLook;
}

/** The cells that a new chart covers, without their sheet. */
export interface ChartArea {
  readonly from: string;
  readonly to: string;
}

/** In points. */
const newSize = { width: 420, height: 240 };
/** The most cells of the default size that a new chart covers. */
const beside = { rows: 20, columns: 10 };

const boxOf = ({ left, top, width, height }: Box): Box => ({ left, top, width, height });

/** The cells of the series, with the headers that name them. */
const seriesOf = ({ range, rows, columns, look, chart }: ChartedSpill): Excel.Range => {
  const skipped = Math.max(0, look.headers - 1);
  return look.layout === 'columns'
    ? range.getCell(skipped, chart.before).getResizedRange(rows - skipped - 1, columns - chart.before - 1)
    : range.getCell(chart.before, skipped).getResizedRange(rows - chart.before - 1, columns - skipped - 1);
};

const timesOf = ({ range, rows, columns, look }: ChartedSpill): Excel.Range =>
  look.layout === 'columns'
    ? range.getCell(look.headers, 0).getResizedRange(rows - look.headers - 1, 0)
    : range.getCell(0, look.headers).getResizedRange(0, columns - look.headers - 1);

const seriesCount = ({ rows, columns, look, chart }: ChartedSpill): number =>
  (look.layout === 'columns' ? columns : rows) - chart.before;

/**
 * Makes a chart show the series. The times are set as X values, because Excel would take a first column of numbers for
 * one more series.
 * @see {@link https://learn.microsoft.com/javascript/api/excel/excel.chartaxis | Excel.ChartAxis}
 */
const show = (chart: Excel.Chart, spill: ChartedSpill): void => {
  const count = seriesCount(spill);
  const times = timesOf(spill);
  const { without = [] } = spill.chart;
  for (let index = 0; index < count; index += 1) chart.series.getItemAt(index).setXAxisValues(times);
  // From the last: those before it keep their index.
  for (const index of [...without].sort((one, other) => other - one)) chart.series.getItemAt(index).delete();
  chart.legend.position = 'Bottom';
  chart.legend.visible = count - without.length > 1;
  chart.displayBlanksAs = 'NotPlotted';
  const { categoryAxis } = chart.axes;
  const { dateUnit } = spill.chart;
  categoryAxis.categoryType = dateUnit === undefined ? 'TextAxis' : 'DateAxis';
  if (dateUnit !== undefined) categoryAxis.baseTimeUnit = dateUnit;
  // Excel draws the first bar at the bottom.
  if (spill.chart.type === 'BarClustered') categoryAxis.reversePlotOrder = true;
};

/** Finds a place where a chart covers neither filled cells nor another chart. */
const findSpot = async (
  context: Excel.RequestContext,
  { range, rows, columns, look }: ChartedSpill,
  size: Pick<Box, 'width' | 'height'>,
  own?: string,
): Promise<Pick<Box, 'left' | 'top'>> => {
  const sheet = range.worksheet;
  const [whole, filled] = [sheet.getRange(), sheet.getUsedRange(true)];
  whole.load('rowCount,columnCount');
  range.load('rowIndex,columnIndex,left,top,width,height');
  filled.load('left,top,width,height');
  sheet.charts.load('items/name,items/left,items/top,items/width,items/height');
  await context.sync();
  const [row, column] =
    look.layout === 'columns'
      ? [range.rowIndex, range.columnIndex + columns]
      : [range.rowIndex + rows, range.columnIndex];
  const [height, width] = [
    Math.min(beside.rows, whole.rowCount - row),
    Math.min(beside.columns, whole.columnCount - column),
  ];
  let isFreeBeside = false;
  if (height > 0 && width > 0) {
    const cells = sheet.getRangeByIndexes(row, column, height, width);
    const content = cells.getUsedRangeOrNullObject(true);
    cells.load('left,top,width,height');
    content.load('address');
    await context.sync();
    isFreeBeside = content.isNullObject && cells.width > size.width && cells.height > size.height;
  }
  const charts = sheet.charts.items.filter(({ name }) => name !== own).map(boxOf);
  return chartSpot({ spill: boxOf(range), filled: boxOf(filled), charts, isFreeBeside }, size, look.layout);
};

/** Ignores errors: earlier steps of a batch stay done, and a chart that Excel can't format is better than none. */
const finish = async (context: Excel.RequestContext): Promise<void> => {
  try {
    await context.sync();
  } catch (error) {
    if (isCellEdit(error)) throw error;
  }
};

const create = async (
  context: Excel.RequestContext,
  spill: ChartedSpill,
  address: string,
  area: ChartArea | undefined,
  mark?: ChartMark,
): Promise<void> => {
  const { range, chart: look } = spill;
  const { worksheet } = range;
  const spot = area === undefined ? await findSpot(context, spill, newSize) : undefined;
  // One request: a second one could fail while a person edits a cell, and the batch would run again with another chart.
  const chart = worksheet.charts.add(look.type, seriesOf(spill), spill.look.layout === 'columns' ? 'Columns' : 'Rows');
  const name = mark?.name ?? newMarkName();
  chart.name = name;
  if (area === undefined) Object.assign(chart, spot, newSize);
  else chart.setPosition(area.from, area.to);
  chart.title.text = look.title;
  const item = mark === undefined ? worksheet.names.add(name, range) : worksheet.names.getItem(name);
  item.visible = false;
  setMark(item, address, look);
  show(chart, spill);
  await finish(context);
};

const follow = async (
  context: Excel.RequestContext,
  spill: ChartedSpill,
  address: string,
  mark: ChartMark,
  chart: Excel.Chart,
): Promise<void> => {
  const { range, chart: look } = spill;
  const { made } = mark;
  if (isUpToDate(mark, address, look)) return;
  range.load('left,top,width,height');
  await context.sync();
  const box = boxOf(chart);
  const spot = overlap(box, boxOf(range)) ? await findSpot(context, spill, box, mark.name) : {};
  chart.setData(seriesOf(spill), spill.look.layout === 'columns' ? 'Columns' : 'Rows');
  // Keep a person's choices.
  const type: string = chart.chartType;
  if (type === made?.type && type !== look.type) chart.chartType = look.type;
  if (chart.title.text === made?.title && made.title !== look.title) chart.title.text = look.title;
  setMark(range.worksheet.names.getItem(mark.name), address, look);
  Object.assign(chart, spot);
  show(chart, spill);
  await finish(context);
};

/**
 * Makes the chart of a formula show all of its cells without covering them. Repeating it is harmless.
 *
 * @param range the formula's cells
 * @param wished whether to add a chart if there is none, or where
 */
export const chartSpill = async (
  context: Excel.RequestContext,
  range: Excel.Range,
  spill: Spill,
  wished: boolean | ChartArea,
): Promise<void> => {
  const { chart: look } = spill.look;
  if (look === undefined) return;
  const charted: ChartedSpill = { ...spill, range, chart: look };
  const marks = loadMarks(range.worksheet);
  range.load('address');
  await context.sync();
  const mark = markOf(marks, spill.address);
  if (mark !== undefined) {
    const chart = range.worksheet.charts.getItemOrNullObject(mark.name);
    chart.load('chartType,left,top,width,height,title/text');
    await context.sync();
    if (!chart.isNullObject) return follow(context, charted, range.address, mark, chart);
  }
  if (wished === false) return;
  await create(context, charted, range.address, wished === true ? undefined : wished, mark);
};
