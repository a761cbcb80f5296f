import type { ChartDefinition } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import { formatAddress } from '../address';
import { sheetSize, valueTypeAt } from '../workbook/cells';
import type { Cells } from './range';

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
/** The chart types that an add-in can ask for. */
export const chartType = v.picklist([
  'Line',
  'LineMarkers',
  'Area',
  'ColumnClustered',
  'ColumnStacked',
  'BarClustered',
  'Pie',
]);

/** What an Excel chart over these cells is to the engine: the first column labels, every other a series, headers if there are any. */
export function chartDefinition(type: v.InferOutput<typeof chartType>, source: Cells): ChartDefinition {
  const { model } = source.book;
  const size = sheetSize(model, source.sheetId);
  const { zone } = source;
  const sheet = model.getters.getSheetName(source.sheetId);
  const columns = Array.from({ length: zone.right - zone.left + 1 }, (_, at) =>
    formatAddress(sheet, { ...zone, left: zone.left + at, right: zone.left + at }, size),
  );
  const labels = columns.length > 1 ? columns[0] : undefined;
  const series = columns.length > 1 ? columns.slice(1) : columns;
  const dataSetsHaveTitle =
    valueTypeAt(model, { sheetId: source.sheetId, row: zone.top, col: zone.right }) === 'String';
  const common = {
    title: {},
    legendPosition: series.length > 1 ? 'bottom' : 'none',
    dataSetStyles: {},
    dataSource: {
      type: 'range',
      dataSets: series.map((dataRange, at) => ({ dataSetId: String(at), dataRange })),
      dataSetsHaveTitle,
      ...(labels === undefined ? {} : { labelRange: labels }),
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
