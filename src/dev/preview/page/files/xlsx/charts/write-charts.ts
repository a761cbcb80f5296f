import type { Model } from '@odoo/o-spreadsheet';
import { objectNotes } from '../../../workbook/object-notes';
import type { Parts } from '../parts';
import { elements, parseXml, writeXml } from '../sheet-xml';
import { placeChart } from './chart-anchor';
import { chartPart } from './chart-part';
import { readChart, writtenCharts } from './read-charts';

/** The parts of the charts and of the drawings that hold them, in the place of the engine's. */
export function chartParts(model: Model, parts: Parts): Parts {
  const written: Record<string, string> = {};
  let number = 0;
  for (const [at, sheetId] of model.getters.getSheetIds().entries()) {
    const ids = writtenCharts(model, sheetId);
    for (const chartId of ids) {
      number += 1;
      const path = `xl/charts/chart${number}.xml`;
      const chart = readChart(model, sheetId, chartId, parts[path] ?? '');
      if (chart) written[path] = chartPart(chart);
    }
    const drawing = `xl/drawings/drawing${at}.xml`;
    if (ids.length > 0) written[drawing] = drawingPart(model, sheetId, ids, parts[drawing] ?? '');
  }
  return written;
}

/** Gives charts their names, by which an add-in finds them again, and the places at which they are seen. */
function drawingPart(model: Model, sheetId: string, ids: readonly string[], drawing: string): string {
  const document = parseXml(drawing);
  for (const [at, frame] of elements(document, 'graphicFrame').entries()) {
    const chartId = ids[at];
    if (chartId === undefined) continue;
    const properties = elements(frame, 'cNvPr')[0];
    properties?.setAttribute('name', objectNotes(model).chartName(chartId));
    properties?.removeAttribute('title');
    if (frame.parentElement) placeChart(model, sheetId, chartId, frame.parentElement);
  }
  return writeXml(document);
}
