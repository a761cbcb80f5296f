import type { Cell, Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../../functions/calls';
import { pixelsPerPoint } from '../../objects/ranges/range-format';
import { anySize, formatZone, parseAddress } from '../../workbook/address';
import { formulaTextAt, valueTypeAt } from '../../workbook/cells';
import { sheetStates } from '../../workbook/sheet-states';
import { spillZone } from '../../workbook/spills';
import { toFileFormula } from './function-names';
import { isPlainFormula } from './plain-formula';
import { setPrintSetup } from './print-setup';
import type { SheetCells } from './sheet-xml';
import { cellAt, elements, parseXml, setValue, sheetCells, writeXml } from './sheet-xml';

const defaultRowPixels = 23;

/**
 * What a file has of formulas: all of them, as Excel saves them; or those alone that any program computes, and values in the
 * place of the others, which need the add-in or dynamic arrays.
 */
export type Kept = 'formulas' | 'values';

/**
 * A sheet's part in the place of the engine's, which leaves out what a formula spills, changes dates in texts, makes an array of
 * every formula, and knows no add-ins and no types of errors.
 * @param custom the names of the add-in's functions.
 */
export function completeSheet(
  model: Model,
  sheetId: string,
  text: string,
  custom: ReadonlySet<string>,
  kept: Kept,
): string {
  const document = parseXml(text);
  const sheet = sheetCells(document);
  const isNew = newFunctionsIn(document);
  for (const element of elements(document, 'f')) {
    const cell = element.parentElement;
    const at = cell ? positionOf(sheetId, cell) : undefined;
    const formula = at ? formulaTextAt(model, at)?.slice(1) : undefined;
    if (!cell || !at || formula === undefined) continue;
    const isPlain = isPlainFormula(formula) && !spillZone(model, at);
    if (isPlain) for (const name of ['t', 'ref']) element.removeAttribute(name);
    if (isPlain || kept === 'values') cell.removeAttribute('cm');
    if (isPlain || kept === 'formulas')
      element.textContent = toFileFormula(formula, custom, isNew).replace(/#REF(?!!)/g, '#REF!');
    else element.remove();
    writeValues(model, at, sheet);
  }
  dropApostrophes(model, sheetId, sheet);
  keepRowHeights(model, sheetId, document);
  setPrintSetup(document, sheetStates(model).printLayout(sheetId));
  dropEmpty(document);
  return writeXml(document);
}

/** An apostrophe before a text tells Excel that it is one, and is no part of it. The engine writes it out. */
function dropApostrophes(model: Model, sheetId: string, sheet: SheetCells): void {
  for (const cell of sheet.cells.values()) {
    const at = cell.getAttribute('t') === 's' ? positionOf(sheetId, cell) : undefined;
    if (at && hasApostrophe(model.getters.getCell(at))) setValue(cell, model.getters.getEvaluatedCell(at).value, false);
  }
}

const hasApostrophe = (cell: Cell | undefined): boolean => cell?.isFormula === false && cell.content.startsWith("'");

/** The engine writes a row for every row of the grid, and each on lines of its own. */
function dropEmpty(document: Document): void {
  for (const name of ['sheetData', 'row', 'c'])
    for (const parent of elements(document, name))
      for (const child of [...parent.childNodes]) if (child.nodeType === Node.TEXT_NODE) child.remove();
  for (const cell of elements(document, 'c')) if (cell.children.length === 0 && !cell.hasAttribute('s')) cell.remove();
  for (const row of elements(document, 'row'))
    if (row.children.length === 0 && row.attributes.length === 1) row.remove();
}

/**
 * Gives rows the heights with which they are seen: the engine leaves out those that follow from fonts, and without "custom" a
 * program computes its own, so that charts shrink.
 */
function keepRowHeights({ getters }: Model, sheetId: string, document: Document): void {
  for (const format of elements(document, 'sheetFormatPr')) format.setAttribute('customHeight', '1');
  for (const row of elements(document, 'row')) {
    const pixels = getters.getRowSize(sheetId, Number(row.getAttribute('r')) - 1);
    if (pixels === defaultRowPixels) continue;
    row.setAttribute('ht', String(pixels / pixelsPerPoint));
    row.setAttribute('customHeight', '1');
  }
}

/** The value of a formula, or all that it spills. */
function writeValues(model: Model, at: Caller, sheet: SheetCells): void {
  const zone = spillZone(model, at) ?? { top: at.row, bottom: at.row, left: at.col, right: at.col };
  for (let { top: row } = zone; row <= zone.bottom; row += 1)
    for (let { left: col } = zone; col <= zone.right; col += 1) {
      const cell = { sheetId: at.sheetId, row, col };
      const address = formatZone({ top: row, bottom: row, left: col, right: col });
      const { value } = model.getters.getEvaluatedCell(cell);
      setValue(cellAt(sheet, address), value, valueTypeAt(model, cell) === 'Error');
    }
}

/** Those that the engine itself has marked in this sheet. */
function newFunctionsIn(document: Document): (name: string) => boolean {
  const names = elements(document, 'f').flatMap((element) =>
    [...element.textContent.matchAll(/_xlfn\.([A-Z][A-Z0-9.]*)/g)].map(([, name = '']) => name),
  );
  const known = new Set(names);
  return (name) => known.has(name);
}

function positionOf(sheetId: string, cell: Element): Caller | undefined {
  const zone = parseAddress(cell.getAttribute('r') ?? '', anySize)?.zone;
  return zone && { sheetId, row: zone.top, col: zone.left };
}
