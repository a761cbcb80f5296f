import type { Model } from '@odoo/o-spreadsheet';
import { elements } from '../sheet-xml';

const emuPerPixel = 9525;

/** Puts a chart's anchor where the chart is seen: the engine forgets that a row has grown with its font. */
export function placeChart({ getters }: Model, sheetId: string, chartId: string, anchor: Element): void {
  const figure = getters.getFigure(sheetId, getters.getFigureIdFromChartId(chartId));
  if (!figure) return;
  const { x, y } = getters.getFigureUI(sheetId, figure);
  const column = (pixels: number): Spot =>
    spotOf(pixels, getters.getNumberCols(sheetId), (at) => getters.getColDimensions(sheetId, at));
  const row = (pixels: number): Spot =>
    spotOf(pixels, getters.getNumberRows(sheetId), (at) => getters.getRowDimensions(sheetId, at));
  write(elements(anchor, 'from')[0], column(x), row(y));
  write(elements(anchor, 'to')[0], column(x + figure.width), row(y + figure.height));
}

/** A row or column, and how far into it. */
interface Spot {
  readonly at: number;
  readonly pixels: number;
}

function spotOf(
  pixels: number,
  count: number,
  dimensions: (at: number) => { readonly start: number; readonly end: number },
): Spot {
  let at = 0;
  while (at < count - 1 && dimensions(at).end <= pixels) at += 1;
  return { at, pixels: Math.round(pixels - dimensions(at).start) };
}

function write(corner: Element | undefined, column: Spot, row: Spot): void {
  if (!corner) return;
  const texts = [column.at, column.pixels * emuPerPixel, row.at, row.pixels * emuPerPixel];
  for (const [at, name] of ['col', 'colOff', 'row', 'rowOff'].entries()) {
    const [element] = elements(corner, name);
    if (element) element.textContent = String(texts[at]);
  }
}
