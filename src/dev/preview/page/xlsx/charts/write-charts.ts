import type { Model } from '@odoo/o-spreadsheet';
import { objectNotes } from '../../workbook/object-notes';
import type { Parts } from '../parts';
import { elements, parseXml, writeXml } from '../sheet-xml';
import { chartPart } from './chart-part';
import { readChart, writtenCharts } from './read-charts';

/** The parts of the charts and of the drawings that hold them, in the place of the engine's. */
export function chartParts(model: Model, parts: Parts): Parts {
  const written: Record<string, string> = {};
  let number = 0;
  for (const [at, sheetId] of model.getters.getSheetIds().entries()) {
    const ids = writtenCharts(model, sheetId);
    const names: string[] = [];
    for (const chartId of ids) {
      number += 1;
      const path = `xl/charts/chart${number}.xml`;
      const chart = readChart(model, sheetId, chartId, parts[path] ?? '');
      if (chart) written[path] = chartPart(chart);
      names.push(objectNotes(model).chartName(chartId));
    }
    const drawing = `xl/drawings/drawing${at}.xml`;
    if (names.length > 0) written[drawing] = withNames(parts[drawing] ?? '', names);
  }
  return written;
}

/** Gives charts their names, by which an add-in finds them again. */
function withNames(drawing: string, names: readonly string[]): string {
  const document = parseXml(drawing);
  for (const [at, frame] of elements(document, 'graphicFrame').entries()) {
    const properties = elements(frame, 'cNvPr')[0];
    properties?.setAttribute('name', names[at] ?? '');
    properties?.removeAttribute('title');
  }
  return writeXml(document);
}
