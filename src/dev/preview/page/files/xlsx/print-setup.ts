import type { PrintLayout } from '../../workbook/sheet-states';
import { elements } from './sheet-xml';

const pointsPerInch = 72;

/** Elements of a sheet that stand behind those about printing. */
const later = new Set(['headerFooter', 'rowBreaks', 'colBreaks', 'drawing', 'legacyDrawing', 'tableParts', 'extLst']);

/** Writes how a sheet is printed. */
export function setPrintSetup(document: Document, { orientation, fit, isCentered, margin }: PrintLayout): void {
  const root = document.documentElement;
  const make = (name: string, attributes: Readonly<Record<string, string | number>>): Element => {
    const element = document.createElementNS(root.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  for (const name of ['printOptions', 'pageMargins', 'pageSetup']) for (const old of elements(root, name)) old.remove();
  const behind = [...root.children].find(({ localName }) => later.has(localName)) ?? null;
  const put = (element: Element): void => void root.insertBefore(element, behind);
  if (isCentered) put(make('printOptions', { horizontalCentered: 1 }));
  if (margin !== undefined) {
    const inches = margin / pointsPerInch;
    put(make('pageMargins', { left: inches, right: inches, top: inches, bottom: inches, header: 0.3, footer: 0.3 }));
  }
  const pages = fit === undefined ? {} : { fitToWidth: fit.width, fitToHeight: fit.height };
  put(make('pageSetup', { orientation: orientation.toLowerCase(), ...pages }));
  if (fit === undefined) return;
  const first = elements(root, 'sheetPr')[0] ?? root.insertBefore(make('sheetPr', {}), root.firstChild);
  first.append(make('pageSetUpPr', { fitToPage: 1 }));
}
