import type { ChartDefinition } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Zone } from '../../workbook/address';
import { formatAddress } from '../../workbook/address';
import { numberFormatAt, sheetSize, valueTypeAt } from '../../workbook/cells';
import { HostError } from '../define';
import type { Cells } from '../ranges/range';

/** The chart types that an add-in can ask for: those that the engine can draw. */
export const chartType = v.picklist([
  'Line',
  'LineMarkers',
  'Area',
  'ColumnClustered',
  'ColumnStacked',
  'BarClustered',
  'Pie',
]);
export type ChartType = v.InferOutput<typeof chartType>;

export const seriesBy = v.picklist(['Auto', 'Columns', 'Rows']);
type SeriesBy = v.InferOutput<typeof seriesBy>;

/** The engine's charts that Excel's types come to. */
export type DrawnDefinition = Extract<ChartDefinition, { type: 'line' | 'bar' | 'pie' }>;
export type DataSource = Extract<DrawnDefinition['dataSource'], { type: 'range' }>;

/** What stays of a chart whatever its type is. */
export type CommonDefinition = Pick<DrawnDefinition, 'title' | 'legendPosition' | 'dataSetStyles' | 'dataSource'>;

/** @throws {HostError} for a chart that no add-in can have made. */
export function drawn(definition: ChartDefinition): DrawnDefinition {
  if (definition.type === 'line' || definition.type === 'bar' || definition.type === 'pie') return definition;
  throw new HostError('GeneralException', `The preview has no charts of the type "${definition.type}".`);
}

/** @throws {HostError} for a chart of no cells. */
export function rangeSource({ dataSource }: DrawnDefinition): DataSource {
  if (dataSource.type === 'range') return dataSource;
  throw new HostError('InvalidOperation', 'The chart shows no cells.');
}

/** What an Excel chart of a type is to the engine. */
export function definitionOf(
  type: ChartType,
  { title, legendPosition, dataSetStyles, dataSource }: CommonDefinition,
  labelsAsText = false,
): DrawnDefinition {
  const common = { title, legendPosition, dataSetStyles, dataSource };
  switch (type) {
    case 'Pie':
      return { ...common, type: 'pie' };
    case 'ColumnClustered':
    case 'ColumnStacked':
    case 'BarClustered':
      return {
        ...common,
        type: 'bar',
        stacked: type === 'ColumnStacked',
        horizontal: type === 'BarClustered',
      };
    case 'Line':
    case 'LineMarkers':
    case 'Area':
      return {
        ...common,
        type: 'line',
        labelsAsText,
        stacked: false,
        cumulative: false,
        fillArea: type === 'Area',
        hideDataMarkers: type !== 'LineMarkers',
      };
  }
}

/** The type of one of the engine's charts, as Excel calls it. */
export function typeOf(definition: DrawnDefinition): ChartType {
  switch (definition.type) {
    case 'bar':
      return definition.horizontal ? 'BarClustered' : definition.stacked ? 'ColumnStacked' : 'ColumnClustered';
    case 'line':
      return definition.fillArea ? 'Area' : definition.hideDataMarkers ? 'Line' : 'LineMarkers';
    case 'pie':
      return 'Pie';
  }
}

/** The engine's address of cells. */
export function addressOf({ book, sheetId }: Omit<Cells, 'zone'>, zone: Zone): string {
  return formatAddress(book.model.getters.getSheetName(sheetId), zone, sheetSize(book.model, sheetId));
}

/** The lines of a source, each a series: its columns, or its rows. */
function linesOf({ zone }: Cells, by: SeriesBy): Zone[] {
  if (by === 'Rows')
    return Array.from({ length: zone.bottom - zone.top + 1 }, (_, at) => ({
      ...zone,
      top: zone.top + at,
      bottom: zone.top + at,
    }));
  return Array.from({ length: zone.right - zone.left + 1 }, (_, at) => ({
    ...zone,
    left: zone.left + at,
    right: zone.left + at,
  }));
}

/**
 * Whether Excel takes the first line for the labels of the others: texts and what shows dates. Other numbers are one more
 * series to it.
 */
function holdsLabels(source: Cells, { bottom, right }: Zone): boolean {
  const { model } = source.book;
  const last = { sheetId: source.sheetId, row: bottom, col: right };
  return valueTypeAt(model, last) === 'String' || /[ymdh]/i.test(numberFormatAt(model, last).replace('General', ''));
}

/** The series that Excel sees in a source, and their labels where it sees any. */
export function dataSourceOf(source: Cells, by: SeriesBy): DataSource {
  const { model } = source.book;
  const lines = linesOf(source, by);
  const [first] = lines;
  const hasLabels = first !== undefined && lines.length > 1 && holdsLabels(source, first);
  const series = hasLabels ? lines.slice(1) : lines;
  const [one] = series;
  const dataSetsHaveTitle =
    one !== undefined && valueTypeAt(model, { sheetId: source.sheetId, row: one.top, col: one.left }) === 'String';
  return {
    type: 'range',
    dataSets: series.map((zone, at) => ({ dataSetId: String(at), dataRange: addressOf(source, zone) })),
    dataSetsHaveTitle,
    ...(hasLabels ? { labelRange: addressOf(source, first) } : {}),
  };
}
