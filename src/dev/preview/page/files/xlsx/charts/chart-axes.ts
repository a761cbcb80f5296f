import { tag, valueTag } from '../xml-text';
import { line } from './chart-shapes';
import type { ChartCells, SavedChart } from './saved-chart';

const categoryId = 111111111;
const valueId = 222222222;
const gray = 'D9D9D9';

/** The axes' ids, as a plot names them. */
export const axisIds: readonly string[] = [valueTag('c:axId', categoryId), valueTag('c:axId', valueId)];

/** The axes below and beside a plot. */
export function axesOf(chart: SavedChart): string {
  const isAcross = chart.type === 'BarClustered';
  return categoryAxis(chart, isAcross ? 'l' : 'b') + valueAxis(chart, isAcross);
}

function categoryAxis(chart: SavedChart, side: string): string {
  const { labels } = chart;
  const unit = dateUnitOf(chart);
  const kind = unit === undefined ? 'c:catAx' : 'c:dateAx';
  const own =
    unit === undefined
      ? // Excel would make an axis of dates of what it takes for dates.
        [valueTag('c:auto', 0), valueTag('c:lblOffset', 100), valueTag('c:noMultiLvlLbl', 1)]
      : [valueTag('c:auto', 0), valueTag('c:lblOffset', 100), valueTag('c:baseTimeUnit', unit)];
  const format = labels?.format;
  // Bars are drawn from the top.
  const orientation = chart.type === 'BarClustered' ? 'maxMin' : 'minMax';
  const parts = axis(categoryId, { side, gridlines: '', format, shape: line(gray, 9525), orientation, labels: 'low' });
  return tag(kind, {}, ...parts, crossing(valueId), ...own);
}

function valueAxis({ series }: SavedChart, isAcross: boolean): string {
  const gridlines = tag('c:majorGridlines', {}, line(gray, 9525));
  const format = series[0]?.values.format;
  const noLine = tag('c:spPr', {}, tag('a:ln', {}, tag('a:noFill')));
  return tag(
    'c:valAx',
    {},
    // Below bars, where the last name is.
    ...axis(valueId, {
      side: isAcross ? 'b' : 'l',
      gridlines,
      format,
      shape: noLine,
      orientation: 'minMax',
      labels: isAcross ? 'nextTo' : 'low',
    }),
    crossing(categoryId, isAcross ? 'max' : 'autoZero'),
    valueTag('c:crossBetween', 'between'),
  );
}

const crossing = (other: number, at: 'autoZero' | 'max' = 'autoZero'): string =>
  valueTag('c:crossAx', other) + valueTag('c:crosses', at);

interface Axis {
  readonly side: string;
  readonly gridlines: string;
  readonly format: string | undefined;
  readonly shape: string;
  readonly orientation: 'minMax' | 'maxMin';
  readonly labels: 'low' | 'nextTo';
}

/** What every axis has, in the order of the schema. */
function axis(id: number, { side, gridlines, format = 'General', shape, orientation, labels }: Axis): string[] {
  return [
    valueTag('c:axId', id),
    tag('c:scaling', {}, valueTag('c:orientation', orientation)),
    valueTag('c:delete', 0),
    valueTag('c:axPos', side),
    gridlines,
    tag('c:numFmt', { formatCode: format, sourceLinked: 1 }),
    valueTag('c:majorTickMark', 'none'),
    valueTag('c:minorTickMark', 'none'),
    valueTag('c:tickLblPos', labels),
    shape,
  ];
}

/** The unit of an axis of dates; `undefined` where labels are texts, or times within days, which such an axis cannot tell apart. */
function dateUnitOf({ type, labels, labelsAsText }: SavedChart): 'days' | 'months' | 'years' | undefined {
  const isLine = type === 'Line' || type === 'LineMarkers' || type === 'Area';
  if (!isLine || labelsAsText || labels === undefined || !hasDates(labels)) return undefined;
  const days = labels.values.filter((value) => typeof value === 'number');
  if (days.some((day) => !Number.isInteger(day))) return undefined;
  const dates = days.map(serialDate);
  if (dates.every((date) => date.getUTCMonth() === 0 && date.getUTCDate() === 1)) return 'years';
  return dates.every((date) => date.getUTCDate() === 1) ? 'months' : 'days';
}

/** The date of a serial number of Excel's, in UTC. */
const serialDate = (serial: number): Date => new Date(Math.round((serial - 25_569) * 86_400_000));

const hasDates = ({ format, values }: ChartCells): boolean =>
  /[yd]/i.test(format) && values.length > 1 && values.every((value) => typeof value === 'number');
