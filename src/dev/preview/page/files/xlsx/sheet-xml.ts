import { columnIndex } from '../../workbook/address';

/** What a cell holds, or has come to. */
export type FileValue = string | number | boolean | null;

export const parseXml = (text: string): Document => {
  const document = new DOMParser().parseFromString(text, 'application/xml');
  if (document.querySelector('parsererror')) throw new Error('A part of the file is no XML.');
  return document;
};

export const writeXml = (document: Document): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${new XMLSerializer().serializeToString(document.documentElement)}`;

export const elements = (parent: Document | Element, name: string): Element[] => [
  ...parent.getElementsByTagNameNS('*', name),
];

/** Errors that a file knows, by those that it does not. What is still under way is Excel's #GETTING_DATA. */
const errorInFile = (value: string): string => {
  if (/^#(?:N\/A|VALUE!|REF!|NAME\?|DIV\/0!|NUM!|NULL!)$/.test(value)) return value;
  if (value === '#REF') return '#REF!';
  return value === '#BUSY!' ? '#GETTING_DATA' : '#VALUE!';
};

/** Puts a value into a cell's element; its formula stays. */
export function setValue(cell: Element, value: FileValue, isError: boolean): void {
  for (const old of elements(cell, 'v')) old.remove();
  cell.removeAttribute('t');
  if (value === null) return;
  const text = cell.ownerDocument.createElementNS(cell.namespaceURI, 'v');
  text.textContent = isError
    ? errorInFile(String(value))
    : typeof value === 'boolean'
      ? value
        ? '1'
        : '0'
      : String(value);
  if (isError) cell.setAttribute('t', 'e');
  else if (typeof value === 'boolean') cell.setAttribute('t', 'b');
  else if (typeof value === 'string') cell.setAttribute('t', 'str');
  cell.append(text);
}

/** The element of a cell; made where the sheet has none. */
export function cellAt(sheet: SheetCells, address: string): Element {
  const known = sheet.cells.get(address);
  if (known) return known;
  const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  const line = sheet.rows.get(row);
  if (!line) throw new Error(`The sheet has no row ${row}.`);
  const cell = line.ownerDocument.createElementNS(line.namespaceURI, 'c');
  cell.setAttribute('r', address);
  const isBehind = (other: Element): boolean =>
    columnIndex(other.getAttribute('r')?.replace(/\d+$/, '') ?? '') > columnIndex(letters);
  line.insertBefore(cell, [...line.children].find(isBehind) ?? null);
  sheet.cells.set(address, cell);
  return cell;
}

/** A sheet's elements by their addresses. */
export interface SheetCells {
  readonly rows: ReadonlyMap<string, Element>;
  readonly cells: Map<string, Element>;
}

export function sheetCells(document: Document): SheetCells {
  const byAddress = (name: string): Map<string, Element> =>
    new Map(elements(document, name).map((element) => [element.getAttribute('r') ?? '', element]));
  return { rows: byAddress('row'), cells: byAddress('c') };
}

/** What a cell's element holds. @param shared the file's shared texts. */
export function valueOf(cell: Element, shared: readonly string[]): FileValue {
  const text = elements(cell, 'v')[0]?.textContent ?? elements(cell, 'is')[0]?.textContent;
  if (text === undefined) return null;
  switch (cell.getAttribute('t')) {
    case 's':
      return shared[Number(text)] ?? '';
    case 'b':
      return text === '1';
    case null:
    case 'n':
      return Number(text);
    default:
      return text;
  }
}
