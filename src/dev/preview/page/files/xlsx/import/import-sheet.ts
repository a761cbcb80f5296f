import type { CellResult } from '../../../functions/parameters';
import type { SavedCall } from '../../../functions/saved-call';
import { wholeCell } from '../../../functions/saved-call';
import type { Zone } from '../../../workbook/address';
import { anySize, formatZone, parseAddress } from '../../../workbook/address';
import { fromFileFormula, onlyCall } from '../function-names';
import type { FileValue, SheetCells } from '../sheet-xml';
import { elements, parseXml, sheetCells, valueOf, writeXml } from '../sheet-xml';

/**
 * A sheet's part as the engine can read it: formulas as people see them, and no values where formulas spill, which would be in
 * their way. With it, what calls of the add-in's functions had come to, where a formula is nothing but one call.
 * @param sheetName which is the sheet's identity as well.
 */
export function importSheet(
  sheetName: string,
  text: string,
  shared: readonly string[],
  custom: ReadonlySet<string>,
): { readonly text: string; readonly calls: SavedCall[] } {
  const document = parseXml(text);
  const sheet = sheetCells(document);
  const calls = elements(document, 'f').flatMap((element): SavedCall[] => {
    const cell = element.parentElement;
    const zone = zoneOf(element, cell);
    if (!cell || !zone) return [];
    const formula = fromFileFormula(element.textContent, custom);
    element.textContent = formula;
    const columns = takeSpill(sheet, zone, shared);
    if (onlyCall(formula, custom) === undefined) return [];
    const at = { sheetId: sheetName, row: zone.top, col: zone.left };
    const single = columns.length === 1 && columns[0]?.length === 1 ? columns[0][0] : undefined;
    // What was under way when the file was saved runs again.
    if (single?.value === '#GETTING_DATA') return [];
    return [{ key: wholeCell, at, result: single ?? columns }];
  });
  return { text: writeXml(document), calls };
}

/** The cells that a formula fills. */
function zoneOf(formula: Element, cell: Element | null): Zone | undefined {
  const address = formula.getAttribute('t') === 'array' ? formula.getAttribute('ref') : cell?.getAttribute('r');
  return parseAddress(address ?? '', anySize)?.zone;
}

/** Takes away what a formula has spilled, and gives its values as columns. */
function takeSpill({ cells }: SheetCells, zone: Zone, shared: readonly string[]): CellResult[][] {
  const columns: CellResult[][] = [];
  for (let { left: col } = zone; col <= zone.right; col += 1) {
    const column: CellResult[] = [];
    for (let { top: row } = zone; row <= zone.bottom; row += 1) {
      const cell = cells.get(formatZone({ top: row, bottom: row, left: col, right: col }));
      column.push(cell ? resultOf(cell, shared) : { value: null });
      if (cell && (row !== zone.top || col !== zone.left)) {
        cell.replaceChildren();
        cell.removeAttribute('t');
      }
    }
    columns.push(column);
  }
  return columns;
}

/** Where a file has an error, nobody knows its message any more. */
function resultOf(cell: Element, shared: readonly string[]): CellResult {
  const value: FileValue = valueOf(cell, shared);
  return cell.getAttribute('t') === 'e' ? { value, message: '' } : { value };
}
