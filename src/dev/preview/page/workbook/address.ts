/** A rectangle of cells; rows and columns count from 0 and both ends belong to it. */
export interface Zone {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** How many rows and columns a sheet has. */
export interface SheetSize {
  readonly rows: number;
  readonly columns: number;
}

/** For addresses that are known to lie in their sheet. */
export const anySize: SheetSize = { rows: Infinity, columns: Infinity };

/** An address as typed: the sheet it names, if any, and its cells. */
export interface Address {
  readonly sheet?: string;
  readonly zone: Zone;
}

const wholeColumns = /^\$?([A-Z]{1,3}):\$?([A-Z]{1,3})$/i;
const wholeRows = /^\$?(\d+):\$?(\d+)$/;
const cells = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/i;

/** `0` → `A`, `26` → `AA`. */
export function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}

/** `A` → `0`, `aa` → `26`. */
export function columnIndex(letters: string): number {
  return Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/**
 * Reads `A1`, `$A$1:B7`, `A:B`, `1:3`, each with an optional `Sheet1!` or `'My sheet'!` before it.
 * `undefined` for what is no address, or lies outside the sheet.
 */
export function parseAddress(text: string, size: SheetSize): Address | undefined {
  const bang = text.lastIndexOf('!');
  const zone = parseZone(text.slice(bang + 1).trim(), size);
  if (!zone || zone.bottom >= size.rows || zone.right >= size.columns) return undefined;
  return bang < 0 ? { zone } : { sheet: unquote(text.slice(0, bang)), zone };
}

/** `Sheet1!A1:B7`, as Excel writes addresses: whole columns as `A:B`, whole rows as `1:3`, a single cell as `A1`. */
export function formatAddress(sheet: string, zone: Zone, size: SheetSize): string {
  return `${quote(sheet)}!${formatZone(zone, size)}`;
}

/** An address that is the same for every cell: `Sheet1!$A$1:$B$2`. */
export function absoluteAddress(sheet: string, zone: Zone, size: SheetSize = anySize): string {
  return `${quote(sheet)}!${formatZone(zone, size).replace(/[A-Z]+|\d+/g, '$$$&')}`;
}

/** The part of an address after the sheet. Without a size, whole columns and rows are written as cells. */
export function formatZone(zone: Zone, size?: SheetSize): string {
  const [first, last] = [columnLetters(zone.left), columnLetters(zone.right)];
  if (size && zone.top === 0 && zone.bottom === size.rows - 1) return `${first}:${last}`;
  if (size && zone.left === 0 && zone.right === size.columns - 1) return `${zone.top + 1}:${zone.bottom + 1}`;
  const start = `${first}${zone.top + 1}`;
  return cellCount(zone) === 1 ? start : `${start}:${last}${zone.bottom + 1}`;
}

export const rowCount = (zone: Zone): number => zone.bottom - zone.top + 1;
export const columnCount = (zone: Zone): number => zone.right - zone.left + 1;
export const cellCount = (zone: Zone): number => rowCount(zone) * columnCount(zone);
export const topLeft = ({ top, left }: Zone): Zone => ({ top, left, bottom: top, right: left });
export const sameZone = (a: Zone, b: Zone): boolean =>
  a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;

/** The smallest rectangle that holds both. */
export function boundingZone(a: Zone, b: Zone): Zone {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

/** The cells that both have, if any. */
export function intersection(a: Zone, b: Zone): Zone | undefined {
  const zone = {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
  };
  return zone.top <= zone.bottom && zone.left <= zone.right ? zone : undefined;
}

function parseZone(text: string, size: SheetSize): Zone | undefined {
  const columns = wholeColumns.exec(text);
  if (columns) return ordered(0, columnIndex(columns[1] ?? ''), size.rows - 1, columnIndex(columns[2] ?? ''));
  const rows = wholeRows.exec(text);
  if (rows) return ordered(Number(rows[1]) - 1, 0, Number(rows[2]) - 1, size.columns - 1);
  const [, left, top, right = left, bottom = top] = cells.exec(text) ?? [];
  if (left === undefined || right === undefined) return undefined;
  return ordered(Number(top) - 1, columnIndex(left), Number(bottom) - 1, columnIndex(right));
}

function ordered(row1: number, column1: number, row2: number, column2: number): Zone | undefined {
  if (row1 < 0 || row2 < 0) return undefined;
  return {
    top: Math.min(row1, row2),
    left: Math.min(column1, column2),
    bottom: Math.max(row1, row2),
    right: Math.max(column1, column2),
  };
}

const unquote = (sheet: string): string =>
  sheet.startsWith("'") && sheet.endsWith("'") ? sheet.slice(1, -1).replaceAll("''", "'") : sheet;
/** What could be a cell as well, such as Q3 or R1C1, needs quotes. */
const looksLikeCell = /^(?:[A-Z]{1,3}\d+|R\d*|C\d*|R\d*C\d*)$/i;
const quote = (sheet: string): string =>
  /^[A-Za-z_][\w.]*$/.test(sheet) && !looksLikeCell.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;
