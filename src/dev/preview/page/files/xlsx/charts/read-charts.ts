import type { Model } from '@odoo/o-spreadsheet';
import type { DrawnDefinition } from '../../../objects/charts/chart-definition';
import { drawn, rangeSource, typeOf } from '../../../objects/charts/chart-definition';
import type { Zone } from '../../../workbook/address';
import { absoluteAddress, cellCount, parseAddress, topLeft } from '../../../workbook/address';
import { numberFormatAt, readZone, sheetSize, valueTypeAt } from '../../../workbook/cells';
import { elements, parseXml } from '../sheet-xml';
import type { ChartCells, SavedChart } from './saved-chart';

/** The charts that the engine writes as charts; of others it writes pictures. */
const written = ['line', 'bar', 'pie', 'combo', 'pyramid', 'scatter', 'radar'];

/** The ids of a sheet's charts, in the order in which the engine numbers their parts. */
export function writtenCharts({ getters }: Model, sheetId: string): string[] {
  const ids = new Map(getters.getChartIds(sheetId).map((id) => [getters.getFigureIdFromChartId(id), id]));
  return getters.getFigures(sheetId).flatMap(({ id }) => {
    const chartId = ids.get(id);
    return chartId !== undefined && written.includes(getters.getChartType(chartId)) ? [chartId] : [];
  });
}

/**
 * A chart with what its cells hold; `undefined` for a type that no add-in can ask for.
 * @param part the engine's part of it, for the colors.
 */
export function readChart(model: Model, sheetId: string, chartId: string, part: string): SavedChart | undefined {
  const definition = model.getters.getChartDefinition(chartId);
  const { type } = definition;
  if (type !== 'line' && type !== 'bar' && type !== 'pie') return undefined;
  return readDrawn(model, sheetId, drawn(definition), colorsIn(part));
}

function readDrawn(
  model: Model,
  sheetId: string,
  definition: DrawnDefinition,
  colors: readonly (readonly string[])[],
): SavedChart {
  const { dataSets, dataSetsHaveTitle, labelRange } = rangeSource(definition);
  const source = dataSets.map(({ dataRange }) => cellsAt(model, sheetId, dataRange));
  const named = source.map((cells) => (dataSetsHaveTitle ? splitName(cells) : { rest: cells }));
  const labels = labelRange === undefined ? undefined : cellsAt(model, sheetId, labelRange);
  const [first] = named;
  // Labels may begin beside the names of the series.
  const isLonger = labels && first && cellCount(labels.zone) > cellCount(first.rest.zone);
  const legend = definition.legendPosition;
  return {
    type: typeOf(definition),
    title: definition.title.text === '' ? undefined : definition.title.text,
    legend: legend === 'none' ? undefined : legend,
    labelsAsText: definition.type === 'line' && definition.labelsAsText,
    labels: labels && chartCells(model, isLonger ? splitName(labels).rest : labels),
    series: named.map(({ name, rest }, at) => ({
      name: name && chartCells(model, name),
      values: chartCells(model, rest),
      colors: colors[at] ?? [],
    })),
  };
}

interface SheetCells {
  readonly sheetId: string;
  readonly zone: Zone;
}

function cellsAt(model: Model, ownSheet: string, address: string): SheetCells {
  const named = parseAddress(address, { rows: Infinity, columns: Infinity })?.sheet;
  const sheetId = named === undefined ? ownSheet : (model.getters.getSheetIdByName(named) ?? ownSheet);
  const zone = parseAddress(address, sheetSize(model, sheetId))?.zone;
  if (!zone) throw new Error(`A chart shows ${address}, which is not in the workbook.`);
  return { sheetId, zone };
}

/** The first cell, and the others in its row or column. */
function splitName({ sheetId, zone }: SheetCells): { readonly name?: SheetCells; readonly rest: SheetCells } {
  if (cellCount(zone) === 1) return { rest: { sheetId, zone } };
  const rest = zone.top === zone.bottom ? { ...zone, left: zone.left + 1 } : { ...zone, top: zone.top + 1 };
  return { name: { sheetId, zone: topLeft(zone) }, rest: { sheetId, zone: rest } };
}

function chartCells(model: Model, { sheetId, zone }: SheetCells): ChartCells {
  const values = readZone(sheetId, zone, (at) => {
    const { value } = model.getters.getEvaluatedCell(at);
    if (value === null || valueTypeAt(model, at) === 'Error') return null;
    return typeof value === 'boolean' ? String(value).toUpperCase() : value;
  });
  const format = numberFormatAt(model, { sheetId, row: zone.bottom, col: zone.right });
  return { address: absoluteAddress(model.getters.getSheetName(sheetId), zone), format, values: values.flat() };
}

/** The colors that the engine has given each series, or the slices of a pie. */
function colorsIn(part: string): string[][] {
  return elements(parseXml(part), 'ser').map((one) => {
    const slices = [...one.children].filter(({ localName }) => localName === 'dPt');
    return slices.length > 0 ? slices.flatMap(colorOf) : colorOf(one);
  });
}

function colorOf(parent: Element): string[] {
  const shape = [...parent.children].find(({ localName }) => localName === 'spPr');
  const color = shape && elements(shape, 'srgbClr')[0]?.getAttribute('val');
  return color ? [color] : [];
}
