import type { ChartDefinition, Figure, Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import { formatZone } from '../address';
import { sheetSize, valueTypeAt } from '../workbook/cells';
import { asBoolean, asNumber, asText, checked } from './arguments';
import type { HostObject } from './define';
import { defineType, HostError } from './define';
import type { Cells } from './range';
import { cellsAt, cellsOf } from './range';
import { pixelsPerPoint } from './range-format';

type Charts = Omit<Cells, 'zone'>;
type Rect = ReturnType<Model['getters']['getRect']>;

interface Chart extends Charts {
  readonly chartId: string;
}

/** Excel's chart types that the engine can draw, and what they are there. */
const chartTypes = {
  Line: 'line',
  LineMarkers: 'line',
  Area: 'line',
  ColumnClustered: 'bar',
  ColumnStacked: 'bar',
  BarClustered: 'bar',
  Pie: 'pie',
} as const;
const chartType = v.picklist([
  'Line',
  'LineMarkers',
  'Area',
  'ColumnClustered',
  'ColumnStacked',
  'BarClustered',
  'Pie',
]);

/** What an Excel chart over these cells is to the engine: the first column labels, every other a series, headers if there are any. */
function definitionOf(type: v.InferOutput<typeof chartType>, source: Cells): ChartDefinition {
  const { model } = source.book;
  const size = sheetSize(model, source.sheetId);
  const { zone } = source;
  const columns = Array.from({ length: zone.right - zone.left + 1 }, (_, at) =>
    formatZone({ ...zone, left: zone.left + at, right: zone.left + at }, size),
  );
  const [labels, ...series] = columns.length > 1 ? columns : [undefined, ...columns];
  const dataSetsHaveTitle =
    valueTypeAt(model, { sheetId: source.sheetId, row: zone.top, col: zone.right }) === 'String';
  const common = {
    title: {},
    legendPosition: series.length > 1 ? 'bottom' : 'none',
    dataSetStyles: {},
    dataSource: {
      type: 'range',
      dataSets: series.map((dataRange, at) => ({
        dataSetId: String(at),
        dataRange: `${sheetPrefix(source)}${dataRange}`,
      })),
      dataSetsHaveTitle,
      ...(labels === undefined ? {} : { labelRange: `${sheetPrefix(source)}${labels}` }),
    },
  } as const;
  switch (chartTypes[type]) {
    case 'pie':
      return { ...common, type: 'pie' };
    case 'bar':
      return { ...common, type: 'bar', stacked: type === 'ColumnStacked', horizontal: type === 'BarClustered' };
    case 'line':
      return {
        ...common,
        type: 'line',
        labelsAsText: false,
        stacked: false,
        cumulative: false,
        fillArea: type === 'Area',
        hideDataMarkers: type !== 'LineMarkers',
      };
  }
}

const sheetPrefix = ({ book, sheetId }: Cells): string => `'${book.model.getters.getSheetName(sheetId)}'!`;

function definition({ book, chartId }: Chart): ChartDefinition {
  return book.model.getters.getChartDefinition(chartId);
}

function figureOf({ book, sheetId, chartId }: Chart): Figure {
  const figure = book.model.getters.getFigures(sheetId).find(({ id }) => id === figureIdOf(chartId));
  if (!figure) throw new HostError('ItemNotFound', 'The chart does not exist any more.');
  return figure;
}

function redefine(chart: Chart, change: Partial<ChartDefinition>): void {
  const { book, sheetId, chartId } = chart;
  book.model.dispatch('UPDATE_CHART', {
    sheetId,
    chartId,
    figureId: figureIdOf(chartId),
    definition: { ...definition(chart), ...change } as ChartDefinition,
  });
}

function place(chart: Chart, change: { left?: number; top?: number; width?: number; height?: number }): void {
  const { book, sheetId } = chart;
  const figure = figureOf(chart);
  const { width, height } = figure;
  const at = book.model.getters.getFigureUI(sheetId, figure);
  book.model.dispatch('UPDATE_FIGURE', {
    sheetId,
    figureId: figure.id,
    col: 0,
    row: 0,
    offset: { x: change.left ?? at.x, y: change.top ?? at.y },
    width: change.width ?? width,
    height: change.height ?? height,
  });
}

const chartTitle = defineType<Chart>('ChartTitle', {
  read: { Text: (chart) => definition(chart).title.text ?? '', Visible: (chart) => !!definition(chart).title.text },
  write: {
    Text: (chart, value) => redefine(chart, { title: { ...definition(chart).title, text: asText(value, 'text') } }),
    Visible: (chart, value) => {
      if (!asBoolean(value, 'visible')) redefine(chart, { title: {} });
    },
  },
});

const chartLegend = defineType<Chart>('ChartLegend', {
  write: {
    Position: (chart, value) =>
      redefine(chart, {
        legendPosition: legendPositions[checked(legendPosition, value, 'position')],
      }),
    Visible: (chart, value) => redefine(chart, { legendPosition: asBoolean(value, 'visible') ? 'bottom' : 'none' }),
  },
});
const legendPosition = v.picklist(['Top', 'Bottom', 'Left', 'Right']);
const legendPositions = { Top: 'top', Bottom: 'bottom', Left: 'left', Right: 'right' } as const;

/** Chart names that add-ins have set; the engine's charts have none. */
const chartNames = new Map<string, string>();

const points = (pixels: number): number => pixels / pixelsPerPoint;
const pixels = (value: unknown, name: string): number => asNumber(value, name) * pixelsPerPoint;

const define = defineType<Chart>('Chart', {
  identity: ({ chartId }) => ({ Id: chartId, Name: nameOf(chartId) }),
  read: {
    Height: (chart) => points(figureOf(chart).height),
    Id: ({ chartId }) => chartId,
    Left: (chart) => points(chart.book.model.getters.getFigureUI(chart.sheetId, figureOf(chart)).x),
    Name: ({ chartId }) => nameOf(chartId),
    Top: (chart) => points(chart.book.model.getters.getFigureUI(chart.sheetId, figureOf(chart)).y),
    Width: (chart) => points(figureOf(chart).width),
  },
  write: {
    Height: (chart, value) => place(chart, { height: pixels(value, 'height') }),
    Left: (chart, value) => place(chart, { left: pixels(value, 'left') }),
    Name: ({ chartId }, value) => void chartNames.set(chartId, asText(value, 'name')),
    Top: (chart, value) => place(chart, { top: pixels(value, 'top') }),
    Width: (chart, value) => place(chart, { width: pixels(value, 'width') }),
  },
  navigate: { Legend: chartLegend, Title: chartTitle, Worksheet: ({ sheetId, worksheet }) => worksheet(sheetId) },
  call: {
    Activate: ({ book, chartId }) => void book.model.dispatch('SELECT_FIGURE', { figureId: figureIdOf(chartId) }),
    Delete: ({ book, sheetId, chartId }) =>
      void book.model.dispatch('DELETE_FIGURE', { sheetId, figureId: figureIdOf(chartId) }),
    SetPosition: (chart, start, end) => {
      const { model } = chart.book;
      const rect = (cell: unknown, name: string): Rect => model.getters.getRect(cellsAt(chart, cell, name).zone);
      const from = rect(start, 'startCell');
      const to = end === null || end === undefined ? undefined : rect(end, 'endCell');
      const size = to ? { width: to.x + to.width - from.x, height: to.y + to.height - from.y } : {};
      place(chart, { left: from.x, top: from.y, ...size });
    },
  },
});

const figureIdOf = (chartId: string): string => `figure-${chartId}`;
const nameOf = (chartId: string): string => chartNames.get(chartId) ?? chartId;

function chartIds({ book, sheetId }: Charts): string[] {
  return book.model.getters
    .getFigures(sheetId)
    .flatMap(({ id, tag }) => (tag === 'chart' ? [id.replace(/^figure-/, '')] : []));
}

function find(charts: Charts, key: unknown): HostObject | null {
  const wanted = asText(key, 'name').toLowerCase();
  const chartId = chartIds(charts).find((id) => id.toLowerCase() === wanted || nameOf(id).toLowerCase() === wanted);
  return chartId === undefined ? null : define({ ...charts, chartId });
}

function found(charts: Charts, key: unknown): HostObject {
  const chart = find(charts, key);
  if (!chart) throw new HostError('ItemNotFound', `There is no chart "${String(key)}".`);
  return chart;
}

function add(charts: Charts, type: unknown, source: unknown): HostObject {
  const chartId = `Chart ${chartIds(charts).length + 1}`;
  const { book, sheetId } = charts;
  book.model.dispatch('CREATE_CHART', {
    sheetId,
    chartId,
    figureId: figureIdOf(chartId),
    col: 0,
    row: 0,
    offset: { x: 300, y: 60 },
    size: { width: 480, height: 288 },
    definition: definitionOf(checked(chartType, type, 'type'), cellsOf(source, 'sourceData')),
  });
  return define({ ...charts, chartId });
}

/** Excel's `ChartCollection` of one sheet. */
export const charts = defineType<Charts>('ChartCollection', {
  read: { Count: (all) => chartIds(all).length },
  items: (all) => chartIds(all).map((chartId) => define({ ...all, chartId })),
  item: found,
  call: {
    Add: add,
    GetCount: (all) => chartIds(all).length,
    GetItem: found,
    GetItemOrNullObject: find,
  },
});
