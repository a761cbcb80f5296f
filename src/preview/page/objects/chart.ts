import type { ChartDefinition, Figure, Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import { asBoolean, asNumber, asText, checked } from './arguments';
import { defineType, HostError } from './define';
import type { Cells } from './range';
import { cellsAt } from './range';
import { pixelsPerPoint } from './range-format';

/** The charts of one sheet. */
export type Charts = Omit<Cells, 'zone'>;
type Rect = ReturnType<Model['getters']['getRect']>;

interface Chart extends Charts {
  readonly chartId: string;
}

function definition({ book, chartId }: Chart): ChartDefinition {
  return book.model.getters.getChartDefinition(chartId);
}

function figureOf({ book, sheetId, chartId }: Chart): Figure {
  const figure = book.model.getters.getFigure(sheetId, figureIdOf(book.model, chartId));
  if (!figure) throw new HostError('ItemNotFound', 'The chart does not exist any more.');
  return figure;
}

function redefine(chart: Chart, change: Partial<ChartDefinition>): void {
  const { book, sheetId, chartId } = chart;
  book.model.dispatch('UPDATE_CHART', {
    sheetId,
    chartId,
    figureId: figureIdOf(book.model, chartId),
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

/** Excel's `Chart`. */
export const chart = defineType<Chart>('Chart', {
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
    Activate: ({ book, chartId }) =>
      void book.model.dispatch('SELECT_FIGURE', { figureId: figureIdOf(book.model, chartId) }),
    Delete: ({ book, sheetId, chartId }) =>
      void book.model.dispatch('DELETE_FIGURE', { sheetId, figureId: figureIdOf(book.model, chartId) }),
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

function figureIdOf(model: Model, chartId: string): string {
  const figureId = model.getters.getFigureIdFromChartId(chartId);
  if (!figureId) throw new HostError('ItemNotFound', 'The chart does not exist any more.');
  return figureId;
}

/** The chart's name: the one that it was given, else its id. */
export const nameOf = (chartId: string): string => chartNames.get(chartId) ?? chartId;
