import { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import { roomIn } from '../../prepared-workbook';
import type { SavedWorkbook } from '../../saved-workbook';
import { newWorkbook } from '../../saved-workbook';
import type { Parts } from '../parts';
import { elements, parseXml } from '../sheet-xml';
import { importSheet } from './import-sheet';

const engineData = v.looseObject({
  sheets: v.array(v.looseObject({ rowNumber: v.number(), colNumber: v.number() })),
  namedRanges: v.optional(v.record(v.string(), v.string()), {}),
});

/**
 * A file of Excel's, or of another program's, as a workbook.
 * @throws where a part is missing, or is not what it should be.
 */
export function importParts(name: string, parts: Parts, custom: ReadonlySet<string>): SavedWorkbook {
  const shared = sharedTexts(parts['xl/sharedStrings.xml']);
  const prepared: Record<string, string> = { ...parts };
  const calls = sheetParts(parts).flatMap(({ sheetName, path }) => {
    const sheet = importSheet(sheetName, parts[path] ?? '', shared, custom);
    prepared[path] = sheet.text;
    return sheet.calls;
  });
  // The engine's mode for a look at data: nothing is evaluated, so that nothing is called.
  const model = new Model(prepared, { mode: 'export_verification', custom: { onEdit: () => undefined } });
  const data = v.parse(engineData, model.exportData());
  const sheets = data.sheets.map((sheet) => ({ ...sheet, ...roomIn(sheet) }));
  const namedRanges = { ...data.namedRanges, ...namedCells(parts['xl/workbook.xml'] ?? '') };
  return { ...newWorkbook(name, { ...data, sheets, namedRanges }), calls };
}

/** Where the sheets stand in the file. */
function sheetParts(parts: Parts): { readonly sheetName: string; readonly path: string }[] {
  const targets = new Map(
    elements(parseXml(parts['xl/_rels/workbook.xml.rels'] ?? ''), 'Relationship').map((one) => [
      one.getAttribute('Id') ?? '',
      one.getAttribute('Target') ?? '',
    ]),
  );
  return elements(parseXml(parts['xl/workbook.xml'] ?? ''), 'sheet').map((sheet) => {
    const target = targets.get(relationshipOf(sheet)) ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    return { sheetName: sheet.getAttribute('name') ?? '', path };
  });
}

const relationshipOf = (sheet: Element): string =>
  sheet.getAttributeNS('http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'id') ?? '';

/** A text may be in pieces, each with a look of its own. */
const sharedTexts = (text: string | undefined): string[] =>
  text === undefined
    ? []
    : elements(parseXml(text), 'si').map((item) =>
        elements(item, 't')
          .map((piece) => piece.textContent)
          .join(''),
      );

/** Names of cells, which the engine leaves out; those of formulas and those that Excel keeps for itself are not known here. */
function namedCells(workbook: string): Readonly<Record<string, string>> {
  const named = elements(parseXml(workbook), 'definedName').map(
    (one) => [one.getAttribute('name') ?? '', one.textContent.replaceAll('$', '')] as const,
  );
  const isOfCells = /^(?:'(?:[^']|'')+'|[\w.]+)![A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?$/;
  return Object.fromEntries(named.filter(([name, cells]) => !name.startsWith('_xlnm.') && isOfCells.test(cells)));
}
