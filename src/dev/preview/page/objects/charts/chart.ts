import type { Figure, Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import { objectNotes } from '../../workbook/object-notes';
import { asNumber, asText, checked } from '../arguments';
import { defineType, HostError } from '../define';
import { pixelsOf } from '../ranges/positions';
import type { Cells } from '../ranges/range';
import { cellsAt, cellsOf } from '../ranges/range';
import { pixelsPerPoint } from '../ranges/range-format';
import type { DrawnDefinition } from './chart-definition';
import { chartType, dataSourceOf, definitionOf, drawn, seriesBy, typeOf } from './chart-definition';
import type { Parted } from './chart-parts';
import { chartAxes, chartLegend, chartSeriesCollection, chartTitle } from './chart-parts';

/** The charts of one sheet. */
export type Charts = Omit<Cells, 'zone'>;

interface Chart extends Charts {
  readonly chartId: string;
}

const blanks = v.picklist(['NotPlotted', 'Zero', 'Interplotted']);

function definition({ book, chartId }: Chart): DrawnDefinition {
  return drawn(book.model.getters.getChartDefinition(chartId));
}

function figureOf({ book, sheetId, chartId }: Chart): Figure {
  const figure = book.model.getters.getFigure(sheetId, figureIdOf(book.model, chartId));
  if (!figure) throw new HostError('ItemNotFound', 'The chart does not exist any more.');
  return figure;
}

function redefine({ book, sheetId, chartId }: Chart, changed: DrawnDefinition): void {
  const figureId = figureIdOf(book.model, chartId);
  book.model.dispatch('UPDATE_CHART', { sheetId, chartId, figureId, definition: changed });
}

const parted = (chart: Chart): Parted => ({
  definition: () => definition(chart),
  redefine: (changed) => redefine(chart, changed),
});

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

const points = (pixels: number): number => pixels / pixelsPerPoint;
const pixels = (value: unknown, name: string): number => asNumber(value, name) * pixelsPerPoint;

/** Excel's `Chart`. */
export const chart = defineType<Chart>('Chart', {
  identity: (chart) => ({ Id: chart.chartId, Name: nameOf(chart) }),
  read: {
    ChartType: (chart) => typeOf(definition(chart)),
    Height: (chart) => points(figureOf(chart).height),
    Id: ({ chartId }) => chartId,
    Left: (chart) => points(chart.book.model.getters.getFigureUI(chart.sheetId, figureOf(chart)).x),
    Name: nameOf,
    Top: (chart) => points(chart.book.model.getters.getFigureUI(chart.sheetId, figureOf(chart)).y),
    Width: (chart) => points(figureOf(chart).width),
  },
  write: {
    ChartType: (chart, value) =>
      redefine(chart, definitionOf(checked(chartType, value, 'chartType'), definition(chart))),
    DisplayBlanksAs: (_, value) => void checked(blanks, value, 'displayBlanksAs'),
    Height: (chart, value) => place(chart, { height: pixels(value, 'height') }),
    Left: (chart, value) => place(chart, { left: pixels(value, 'left') }),
    Name: ({ book, chartId }, value) => objectNotes(book.model).nameChart(chartId, asText(value, 'name')),
    Top: (chart, value) => place(chart, { top: pixels(value, 'top') }),
    Width: (chart, value) => place(chart, { width: pixels(value, 'width') }),
  },
  navigate: {
    Axes: (chart) => chartAxes(parted(chart)),
    Legend: (chart) => chartLegend(parted(chart)),
    Series: (chart) => chartSeriesCollection(parted(chart)),
    Title: (chart) => chartTitle(parted(chart)),
    Worksheet: ({ sheetId, worksheet }) => worksheet(sheetId),
  },
  call: {
    Activate: ({ book, chartId }) =>
      void book.model.dispatch('SELECT_FIGURE', { figureId: figureIdOf(book.model, chartId) }),
    Delete: ({ book, sheetId, chartId }) =>
      void book.model.dispatch('DELETE_FIGURE', { sheetId, figureId: figureIdOf(book.model, chartId) }),
    SetData: (chart, source, by) => {
      const dataSource = dataSourceOf(cellsOf(source, 'sourceData'), checked(seriesBy, by ?? 'Auto', 'seriesBy'));
      redefine(chart, { ...definition(chart), dataSource });
    },
    SetPosition: (chart, start, end) => {
      const from = pixelsOf(cellsAt(chart, start, 'startCell'));
      const to = end === null || end === undefined ? undefined : pixelsOf(cellsAt(chart, end, 'endCell'));
      const size = to ? { width: to.left + to.width - from.left, height: to.top + to.height - from.top } : {};
      place(chart, { left: from.left, top: from.top, ...size });
    },
  },
});

function figureIdOf(model: Model, chartId: string): string {
  const figureId = model.getters.getFigureIdFromChartId(chartId);
  if (!figureId) throw new HostError('ItemNotFound', 'The chart does not exist any more.');
  return figureId;
}

/** The chart's name: the one that it was given, else its id. */
export function nameOf({ book, chartId }: Chart): string {
  return objectNotes(book.model).chartName(chartId);
}
