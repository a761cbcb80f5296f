import { tag, textTag, valueTag } from '../xml-text';
import { filled, line, outlined, translucent } from './chart-shapes';
import type { ChartCells, SavedChart } from './saved-chart';

/** The series of a chart, with the values of their cells. */
export const seriesOf = (chart: SavedChart): string[] => chart.series.map((_, at) => oneSeries(chart, at));

/** One series; its elements have the order of the schema, by which Excel judges a file. */
function oneSeries({ type, labels, series }: SavedChart, at: number): string {
  const one = series[at];
  if (!one) return '';
  const isLine = type === 'Line' || type === 'LineMarkers';
  const isPie = type === 'Pie';
  const [color = '4472C4'] = one.colors;
  return tag(
    'c:ser',
    {},
    valueTag('c:idx', at),
    valueTag('c:order', at),
    one.name ? tag('c:tx', {}, texts(one.name)) : '',
    isPie ? '' : isLine ? line(color, 28_575) : type === 'Area' ? translucent(color) : filled(color),
    isLine ? marker(type === 'LineMarkers', color) : '',
    type === 'BarClustered' || type.startsWith('Column') ? valueTag('c:invertIfNegative', 0) : '',
    isPie ? slices(one.colors) : '',
    labels ? tag('c:cat', {}, areNumbers(labels) ? numbers(labels) : texts(labels)) : '',
    tag('c:val', {}, numbers(one.values)),
    isLine ? valueTag('c:smooth', 0) : '',
  );
}

const marker = (isShown: boolean, color: string): string =>
  isShown
    ? tag('c:marker', {}, valueTag('c:symbol', 'circle'), valueTag('c:size', 5), outlined(color, color))
    : tag('c:marker', {}, valueTag('c:symbol', 'none'));

const slices = (colors: readonly string[]): string =>
  colors.map((color, at) => tag('c:dPt', {}, valueTag('c:idx', at), outlined(color, 'FFFFFF'))).join('');

const areNumbers = ({ values }: ChartCells): boolean => values.every((value) => typeof value === 'number');

function texts({ address, values }: ChartCells): string {
  const points = pointsOf(values);
  const cache = tag('c:strCache', {}, valueTag('c:ptCount', values.length), ...points);
  return tag('c:strRef', {}, textTag('c:f', address), cache);
}

function numbers({ address, format, values }: ChartCells): string {
  const points = pointsOf(values.map((value) => (typeof value === 'number' ? value : null)));
  const cache = tag('c:numCache', {}, textTag('c:formatCode', format), valueTag('c:ptCount', values.length), ...points);
  return tag('c:numRef', {}, textTag('c:f', address), cache);
}

/** What is blank has no point. */
const pointsOf = (values: ChartCells['values']): string[] =>
  values.flatMap((value, idx) => (value === null ? [] : [tag('c:pt', { idx }, textTag('c:v', value))]));
