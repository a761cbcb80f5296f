/** Reads LibreOffice's own XML of a workbook (.fods): what it shows. */
import { JSDOM } from 'jsdom';

export interface OdsCell {
  readonly text: string;
  /** `of:=SUM([.B4:.B31])`. */
  readonly formula: string | undefined;
  /** How many rows and columns the formula fills. */
  readonly fills: readonly [number, number] | undefined;
  readonly style: OdsStyle;
}

/** What is set of a cell's look, such as `fo:font-weight`. */
type OdsStyle = Readonly<Record<string, string>>;

export interface OdsChart {
  /** `chart:line`, `chart:bar`, … */
  readonly kind: string | undefined;
  readonly title: string | undefined;
  readonly hasLegend: boolean;
  /** `Sheet1.A4:Sheet1.A31`. */
  readonly labels: string | undefined;
  readonly series: readonly { readonly name: string | undefined; readonly values: string | undefined }[];
  /** What is drawn, a row for each label. */
  readonly points: readonly (readonly number[])[];
}

export interface OdsSheet {
  /** By addresses such as `B2`; blank cells are left out. */
  readonly cells: ReadonlyMap<string, OdsCell>;
  readonly charts: readonly OdsChart[];
  /** Of the columns from A on, in inches. */
  readonly widths: readonly number[];
}

export interface OdsBook {
  readonly sheets: ReadonlyMap<string, OdsSheet>;
  /** `$Sheet1.$A$3:.$B$31`, by name. */
  readonly names: ReadonlyMap<string, string>;
}

export const readFods = (file: Buffer): OdsBook => {
  const { document } = new JSDOM(file.toString(), { contentType: 'application/xml' }).window;
  const [styles] = childrenOf(document.documentElement, 'office:automatic-styles');
  const [sheets] = descend(document.documentElement, 'office:body', 'office:spreadsheet');
  if (styles === undefined || sheets === undefined) throw new Error('LibreOffice wrote no workbook.');
  const looks = new Map(childrenOf(styles, 'style:style').map((style) => [style.getAttribute('style:name'), style]));
  return {
    sheets: new Map(
      childrenOf(sheets, 'table:table').map((sheet) => [
        sheet.getAttribute('table:name') ?? '',
        {
          cells: new Map(cellsIn(sheet, (name) => styleOf(looks.get(name)))),
          charts: [...sheet.getElementsByTagName('chart:chart')].map(chartOf),
          widths: columnsIn(sheet).map((name) =>
            Number.parseFloat(styleOf(looks.get(name))['style:column-width'] ?? ''),
          ),
        },
      ]),
    ),
    names: new Map(
      [...sheets.getElementsByTagName('table:named-range')].map((one) => [
        one.getAttribute('table:name') ?? '',
        one.getAttribute('table:cell-range-address') ?? '',
      ]),
    ),
  };
};

const childrenOf = (parent: Element, name: string): Element[] =>
  [...parent.children].filter(({ tagName }) => tagName === name);

const descend = (from: Element, ...names: readonly string[]): Element[] =>
  names.reduce<Element[]>((parents, name) => parents.flatMap((parent) => childrenOf(parent, name)), [from]);

const repeats = (element: Element, what: 'rows' | 'columns'): number =>
  Number(element.getAttribute(`table:number-${what}-repeated`) ?? 1);

const styleOf = (style: Element | undefined): OdsStyle =>
  Object.fromEntries(
    [...(style?.children ?? [])].flatMap(({ attributes }) => [...attributes].map(({ name, value }) => [name, value])),
  );

const columnsIn = (sheet: Element): (string | null)[] =>
  childrenOf(sheet, 'table:table-column').flatMap((column) =>
    Array.from({ length: Math.min(26, repeats(column, 'columns')) }, () => column.getAttribute('table:style-name')),
  );

function* cellsIn(sheet: Element, styleNamed: (name: string | null) => OdsStyle): Generator<[string, OdsCell]> {
  let row = 1;
  for (const line of childrenOf(sheet, 'table:table-row')) {
    let column = 0;
    for (const cell of line.children) {
      const times = repeats(cell, 'columns');
      if (cell.hasAttribute('office:value-type'))
        for (let at = 0; at < times; at += 1) yield [`${letters(column + at)}${row}`, cellOf(cell, styleNamed)];
      column += times;
    }
    row += repeats(line, 'rows');
  }
}

const letters = (column: number): string =>
  (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

const cellOf = (cell: Element, styleNamed: (name: string | null) => OdsStyle): OdsCell => {
  const rows = cell.getAttribute('table:number-matrix-rows-spanned');
  return {
    text: childrenOf(cell, 'text:p')
      .map(({ textContent }) => textContent)
      .join('\n'),
    formula: cell.getAttribute('table:formula') ?? undefined,
    fills: rows === null ? undefined : [Number(rows), Number(cell.getAttribute('table:number-matrix-columns-spanned'))],
    style: styleNamed(cell.getAttribute('table:style-name')),
  };
};

const chartOf = (chart: Element): OdsChart => {
  const [categories] = chart.getElementsByTagName('chart:categories');
  const rows = descend(chart, 'table:table', 'table:table-rows', 'table:table-row');
  return {
    kind: chart.getAttribute('chart:class') ?? undefined,
    title: childrenOf(chart, 'chart:title')[0]?.textContent.trim(),
    hasLegend: childrenOf(chart, 'chart:legend').length > 0,
    labels: categories?.getAttribute('table:cell-range-address') ?? undefined,
    series: [...chart.getElementsByTagName('chart:series')].map((one) => ({
      name: one.getAttribute('chart:label-cell-address') ?? undefined,
      values: one.getAttribute('chart:values-cell-range-address') ?? undefined,
    })),
    // The first cell of a row is its label.
    points: rows.map((row) => [...row.children].slice(1).map((cell) => Number(cell.getAttribute('office:value')))),
  };
};
