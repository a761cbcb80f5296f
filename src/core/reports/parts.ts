/** The parts that reports are made of. */
import { metricLabel } from '../domain/catalog';
import type { ColumnMetric } from '../domain/derived';
import { metricFormat } from '../tables/number-formats';
import { type CellEntry, columnLetter, quoted, type ReportArea, type ReportPart, type ReportSkill } from './report';

/** A cell that people change: its label, and its content. */
export interface Parameter {
  readonly label: string;
  readonly content: CellEntry;
  readonly format?: string;
  /** What it accepts. */
  readonly hint?: string;
  /** Whether it is calculated from others. */
  readonly isFixed?: boolean;
}

/** The row of the first parameter. */
export const firstParameterRow = 4;

/** The cell of a parameter, from 0, as formulas refer to it. */
export const parameterCell = (index: number): string => `$B$${firstParameterRow + index}`;

/**
 * Title, a line about the report, and its parameters in B4 and below.
 *
 * @param last the last column of the report
 */
export const head = (title: string, about: CellEntry, parameters: readonly Parameter[], last: string): ReportPart => {
  const rows = parameters.map((parameter, index) => ({ ...parameter, row: firstParameterRow + index }));
  return {
    cells: [
      { at: 'A1', content: title },
      { at: 'A2', content: about },
      ...rows.flatMap(({ label, content, hint, row }) => [
        { at: `A${row}`, content: label },
        { at: `B${row}`, content },
        ...(hint === undefined ? [] : [{ at: `F${row}`, content: hint }]),
      ]),
    ],
    areas: [
      { cells: `A1:${last}1`, look: 'title' },
      { cells: `A2:${last}2`, look: 'about' },
      ...rows.flatMap(({ row, format, isFixed = false }) => [
        { cells: `A${row}`, look: 'label' as const },
        { cells: `F${row}:${last}${row}`, look: 'hint' as const },
        {
          cells: isFixed ? `B${row}` : `B${row}:E${row}`,
          look: isFixed ? ('calculated' as const) : ('input' as const),
          ...(format === undefined ? {} : { format }),
        },
      ]),
    ],
  };
};

/** An ID as a narrow column shows it: functions take it without the part that all have. */
export const shortId = (skillId: string): string => skillId.replace(/^amzn1\.ask\.skill\./, '');

/** A text in a formula has 255 characters at most, and a quote or an emoji takes two. */
const charactersInName = 100;

/**
 * The line below the title of a report about a skill. It names the skill for as long as the cell of the skill has its ID: people
 * write another one there. A name is quoted, so that Excel never calculates it.
 */
export const aboutSkill = ({ skillId, name }: Pick<ReportSkill, 'skillId' | 'name'>): CellEntry => {
  const named = quoted(`${Array.from(name).slice(0, charactersInName).join('')}. `);
  return {
    formula: `=IF(${parameterCell(0)}=${quoted(shortId(skillId))},${named},"")&"Change the yellow cells, and the report follows."`,
  };
};

/** The parameter that each report begins with. */
export const skillParameter = (skillId: string): Parameter => ({
  label: 'Skill',
  content: shortId(skillId),
  hint: 'ID or name',
});

/** The parameter of the time zone. */
export const zoneParameter = (timeZone: string): Parameter => ({
  label: 'Time zone',
  content: timeZone,
  hint: 'such as Europe/Berlin',
});

/** The parameter of a range. Its hint has words only: Excel makes a day of a month such as 2026-08. */
export const rangeParameter = (label: string, content: string): Parameter => ({
  label,
  content,
  hint: 'such as last 28 days, last month',
});

/** The parameter of a range of totals that Amazon gives over a week at most, such as distinct customers. */
export const weekParameter: Parameter = {
  label: 'Week',
  content: 'last week',
  hint: 'up to 7 days, such as last week, yesterday',
};

/** A line that names what comes below it. */
export const section = (row: number, title: string, last: string): ReportPart => ({
  cells: [{ at: `A${row}`, content: title }],
  areas: [{ cells: `A${row}:${last}${row}`, look: 'section' }],
});

/** What the first column of a table has: names on the left, as texts are, or dates on the right, as numbers are. */
type FirstColumn = 'names' | 'dates';

/** A header row over one column of names or dates, and columns of numbers. */
const headerAreas = (
  row: number,
  columns: number,
  from: number,
  isTall: boolean,
  first: FirstColumn = 'names',
): readonly ReportArea[] => [
  { cells: `${columnLetter(from)}${row}`, look: first === 'names' ? 'header' : 'numberHeader', isTall },
  { cells: `${columnLetter(from + 1)}${row}:${columnLetter(from + columns - 1)}${row}`, look: 'numberHeader', isTall },
];

/** Cells of a header row, from a column on. */
export const headerRow = (row: number, texts: readonly string[], from = 0): ReportPart => ({
  cells: texts.map((content, index) => ({ at: `${columnLetter(from + index)}${row}`, content })),
  areas: headerAreas(row, texts.length, from, false),
});

/** The look of a header row that a formula writes. */
export const formulaHeader = (first: FirstColumn, row: number, columns: number, from = 0): ReportPart => ({
  areas: headerAreas(row, columns, from, true, first),
});

/**
 * A table of totals: a metric in each row, its value, the value before, the change, and the change in percent.
 *
 * @param row of the header
 */
export const totalsTable = (
  row: number,
  metrics: readonly ColumnMetric[],
  formula: (metrics: string) => string,
  [now, before]: readonly [now: string, before: string],
): ReportPart => {
  const [first, end] = [row + 1, row + metrics.length];
  const header = headerRow(row, ['Metric', now, before, 'Change', 'Change %']);
  return {
    cells: [
      ...(header.cells ?? []),
      ...metrics.map((metric, index) => ({ at: `A${first + index}`, content: metricLabel(metric) })),
    ],
    areas: [...(header.areas ?? []), { cells: `A${first}:A${end}`, look: 'label' }],
    formulas: [{ at: `B${first}`, formula: formula(`$A$${first}:$A$${end}`) }],
    changes: [{ cells: `E${first}:E${end}`, metric: `$A${first}` }],
  };
};

/** A formula of cells that hold numbers once there is an answer. Until then they are blank, which Excel counts as 0. */
export const ifNumbers = (cells: readonly string[], formula: string, otherwise: string): string =>
  `=IF(COUNT(${cells.join(',')})=${cells.length},${formula},${quoted(otherwise)})`;

/**
 * Large figures over two columns each: the first metrics of a {@link totalsTable}.
 *
 * @param row of the cards, which take three
 * @param table the row of the table's header
 */
export const cards = (row: number, table: number, metrics: readonly ColumnMetric[]): ReportPart => {
  const each = metrics.slice(0, 4).map((metric, index) => {
    const [left, right] = [columnLetter(2 * index), columnLetter(2 * index + 1)];
    return { metric, left, right, source: table + 1 + index };
  });
  return {
    cells: each.flatMap(({ left, source }) => [
      { at: `${left}${row}`, content: { formula: `=$A$${source}` } },
      { at: `${left}${row + 1}`, content: { formula: ifNumbers([`$B$${source}`], `$B$${source}`, '–') } },
      { at: `${left}${row + 2}`, content: { formula: ifNumbers([`$E$${source}`], `$E$${source}`, '') } },
    ]),
    areas: each.flatMap(({ metric, left, right }) => [
      { cells: `${left}${row}:${right}${row}`, look: 'cardLabel' as const, isMerged: true },
      {
        cells: `${left}${row + 1}:${right}${row + 1}`,
        look: 'cardValue' as const,
        isMerged: true,
        format: metricFormat(metric),
      },
      {
        cells: `${left}${row + 2}:${right}${row + 2}`,
        look: 'cardChange' as const,
        isMerged: true,
        format: '"▲" 0.0%;"▼" 0.0%;0.0%',
      },
    ]),
    changes: each.map(({ left, right, source }) => ({
      cells: `${left}${row + 2}:${right}${row + 2}`,
      metric: `$A$${source}`,
    })),
  };
};
