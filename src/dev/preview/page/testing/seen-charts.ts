import type { Model } from '@odoo/o-spreadsheet';
import { drawn, rangeSource, typeOf } from '../objects/charts/chart-definition';
import type { Place } from '../objects/ranges/positions';
import { pixelsOf } from '../objects/ranges/positions';

/** A chart on the active sheet. */
export interface SeenChart {
  readonly type: string;
  readonly title: string;
  /** The cells of each series, with the header that names it. */
  readonly series: readonly string[];
  readonly labels: string | undefined;
  readonly hasLegend: boolean;
  /** In pixels from the sheet's corner. */
  readonly box: Place;
  /** Whether it covers cells that are filled. */
  readonly coversCells: boolean;
}

/** The charts of the active sheet. */
export function seenCharts(model: Model): readonly SeenChart[] {
  const { getters } = model;
  const sheetId = getters.getActiveSheetId();
  return getters.getChartIds(sheetId).flatMap((chartId) => {
    const figure = getters.getFigure(sheetId, getters.getFigureIdFromChartId(chartId));
    if (!figure) return [];
    const { x: left, y: top } = getters.getFigureUI(sheetId, figure);
    const box = { left, top, width: figure.width, height: figure.height };
    const definition = drawn(getters.getChartDefinition(chartId));
    const { dataSets, labelRange } = rangeSource(definition);
    return {
      type: typeOf(definition),
      title: definition.title.text ?? '',
      series: dataSets.map(({ dataRange }) => dataRange),
      labels: labelRange,
      hasLegend: definition.legendPosition !== 'none',
      box,
      coversCells: coversCells(model, sheetId, box),
    };
  });
}

function coversCells(model: Model, sheetId: string, box: Place): boolean {
  return model.getters.getEvaluatedCellsPositions(sheetId).some(({ row, col }) => {
    if (model.getters.getEvaluatedCell({ sheetId, row, col }).value === null) return false;
    const cell = pixelsOf({ book: { model }, sheetId, zone: { top: row, bottom: row, left: col, right: col } });
    const across = cell.left < box.left + box.width && box.left < cell.left + cell.width;
    return across && cell.top < box.top + box.height && box.top < cell.top + cell.height;
  });
}
