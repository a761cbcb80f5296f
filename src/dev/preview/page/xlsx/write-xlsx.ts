import type { Model } from '@odoo/o-spreadsheet';
import type { SavedWorkbook } from '../files/saved-workbook';
import { absoluteAddress } from '../workbook/address';
import { sheetSize } from '../workbook/cells';
import { namesOfCells } from '../workbook/engine/typed-formulas';
import { chartParts } from './charts/write-charts';
import type { Kept } from './complete-sheet';
import { completeSheet } from './complete-sheet';
import { withOwnPart } from './own-part';
import type { Parts } from './parts';
import { packParts } from './parts';
import { elements, parseXml, writeXml } from './sheet-xml';

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
  return packParts(await withOwnPart(await excelParts(model, custom, 'formulas'), saved));
}

/** A copy for people and programs without the add-in: what only the add-in, or a current Excel, computes is there as values. */
export async function writeValuesXlsx(model: Model, custom: ReadonlySet<string>): Promise<Uint8Array<ArrayBuffer>> {
  return packParts(await excelParts(model, custom, 'values'));
}

/** What Excel reads of a file. */
async function excelParts(model: Model, custom: ReadonlySet<string>, kept: Kept): Promise<Parts> {
  const { files } = await model.exportXLSX();
  const parts = Object.fromEntries(files.flatMap((file) => ('content' in file ? [[file.path, file.content]] : [])));
  for (const [at, sheetId] of model.getters.getSheetIds().entries()) {
    const path = `xl/worksheets/sheet${at}.xml`;
    parts[path] = withFullColors(completeSheet(model, sheetId, parts[path] ?? '', custom, kept));
  }
  parts['xl/workbook.xml'] = withNames(model, parts['xl/workbook.xml'] ?? '');
  parts['xl/styles.xml'] = withFullColors(parts['xl/styles.xml'] ?? '');
  return { ...parts, ...chartParts(model, parts) };
}

/** The schema wants eight digits, of which the first two are the opacity. */
const withFullColors = (text: string): string => text.replace(/(?<= rgb=")[\dA-F]{6}(?=")/gi, 'FF$&');

/** Named cells, which the engine leaves out. */
function withNames(model: Model, text: string): string {
  const named = namesOfCells(model);
  if (named.length === 0) return text;
  const document = parseXml(text);
  const names = document.createElementNS(document.documentElement.namespaceURI, 'definedNames');
  for (const { name, range } of named) {
    const element = document.createElementNS(names.namespaceURI, 'definedName');
    element.setAttribute('name', name);
    const size = sheetSize(model, range.sheetId);
    element.textContent = absoluteAddress(model.getters.getSheetName(range.sheetId), range.zone, size);
    names.append(element);
  }
  elements(document, 'sheets')[0]?.after(names);
  return writeXml(document);
}
