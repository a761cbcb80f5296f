import type { Model } from '@odoo/o-spreadsheet';
import type { SavedWorkbook } from '../files/saved-workbook';
import type { Caller } from '../functions/calls';
import { anySize, formatAddress, formatZone, parseAddress } from '../workbook/address';
import { formulaTextAt, sheetSize, valueTypeAt } from '../workbook/cells';
import { namesOfCells } from '../workbook/engine/typed-formulas';
import { spillZone } from '../workbook/spills';
import { toFileFormula } from './function-names';
import { withOwnPart } from './own-part';
import { packParts } from './parts';
import type { SheetCells } from './sheet-xml';
import { cellAt, elements, parseXml, setValue, sheetCells, writeXml } from './sheet-xml';

/**
 * The workbook as an .xlsx file, with the last value of every formula, as Excel saves it.
 * @param saved the same workbook as the preview keeps it.
 * @param custom the names of the add-in's functions.
 */
export async function writeXlsx(
  model: Model,
  saved: SavedWorkbook,
  custom: ReadonlySet<string>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { files } = await model.exportXLSX();
  const parts = Object.fromEntries(files.flatMap((file) => ('content' in file ? [[file.path, file.content]] : [])));
  for (const [at, sheetId] of model.getters.getSheetIds().entries()) {
    const path = `xl/worksheets/sheet${at}.xml`;
    parts[path] = completeSheet(model, sheetId, parts[path] ?? '', custom);
  }
  parts['xl/workbook.xml'] = withNames(model, parts['xl/workbook.xml'] ?? '');
  return packParts(await withOwnPart(parts, saved));
}

/** The engine leaves out what a formula spills, changes dates in texts, and knows no add-ins and no types of errors. */
function completeSheet(model: Model, sheetId: string, text: string, custom: ReadonlySet<string>): string {
  const document = parseXml(text);
  const sheet = sheetCells(document);
  const isNew = newFunctionsIn(document);
  for (const element of elements(document, 'f')) {
    const cell = element.parentElement;
    const at = cell ? positionOf(sheetId, cell) : undefined;
    const formula = at ? formulaTextAt(model, at) : undefined;
    if (!at || formula === undefined) continue;
    element.textContent = toFileFormula(formula.slice(1), custom, isNew).replace(/#REF(?!!)/g, '#REF!');
    writeValues(model, at, sheet);
  }
  dropEmpty(document);
  return writeXml(document);
}

/** The engine writes a row for every row of the grid. */
function dropEmpty(document: Document): void {
  for (const cell of elements(document, 'c')) if (cell.children.length === 0 && !cell.hasAttribute('s')) cell.remove();
  for (const row of elements(document, 'row'))
    if (row.children.length === 0 && row.attributes.length === 1) row.remove();
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

/** Named cells, which the engine leaves out. */
function withNames(model: Model, text: string): string {
  const named = namesOfCells(model);
  if (named.length === 0) return text;
  const document = parseXml(text);
  const names = document.createElementNS(document.documentElement.namespaceURI, 'definedNames');
  for (const { name, range } of named) {
    const element = document.createElementNS(names.namespaceURI, 'definedName');
    element.setAttribute('name', name);
    element.textContent = absolute(
      formatAddress(model.getters.getSheetName(range.sheetId), range.zone, sheetSize(model, range.sheetId)),
    );
    names.append(element);
  }
  elements(document, 'sheets')[0]?.after(names);
  return writeXml(document);
}

/** Names are the same for every cell: `Sheet1!$A$1:$B$2`. */
const absolute = (address: string): string =>
  address.replace(/(?<=!)[^!]*$/, (cells) => cells.replace(/[A-Z]+|\d+/g, '$$$&'));
