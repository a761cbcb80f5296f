/**
 * How Excel shows the numbers of the functions, as format codes of English Excel. Excel translates them to the
 * workbook's culture.
 *
 * @see https://support.microsoft.com/office/number-format-codes-5026bbd6-04bc-48cd-bf33-80f18b4eae68
 */
import { metricOf, type Period, type Unit } from '../domain/catalog';
import { type ColumnMetric, derivedOf, isDerivedName } from '../domain/derived';
import type { Grid } from '../formula/cell-input';
import type { ColumnKey } from '../formula/columns';
import type { TableOptions } from '../formula/parse-formula';
import type { Query } from '../query/query';
import { isCalendarPeriod } from '../time/calendar';
import type { Cell } from './metrics-table';

/** A format code, and the kind of number that it shows. In a large answer, one kind stays plain before the other. */
export interface NumberFormat {
  readonly of: 'time' | 'value';
  readonly code: string;
}

/** The format of the cell in a row and column of a table, both from 0. `undefined` for texts and for plain numbers. */
export type NumberFormats = (row: number, column: number) => NumberFormat | undefined;

const date: NumberFormat = { of: 'time', code: 'yyyy-mm-dd' };
const minute: NumberFormat = { of: 'time', code: 'yyyy-mm-dd hh:mm' };

/** The format of a change: with its sign. */
const signed = (code: string): string => `+${code};-${code};${code}`;

const valueCodes = ['#,##0', '#,##0.0', '0.0', '0.0%', '#,##0.00'];
const codes: ReadonlySet<string> = new Set([
  'yyyy-mm-dd',
  'yyyy-mm-dd hh:mm',
  ...valueCodes,
  ...valueCodes.map(signed),
]);

/** Whether a cell's format is one that the add-in writes. Excel returns some with added marks: `yyyy\-mm\-dd;@`. */
export const isOwnFormat = (format: string): boolean =>
  codes.has(format.replaceAll('\\', '').replace(/;@$/, '').toLowerCase());

/** The format of a period's times: a date for days and longer periods, otherwise a date with the time of day. */
export const timeFormatOf = (period: Period): NumberFormat => (isCalendarPeriod(period) ? date : minute);

const values: Readonly<Record<Unit, string>> = {
  accounts: '#,##0',
  count: '#,##0',
  duration: '#,##0',
  // Amazon doesn't document whether it returns 87.5 or 0.875. Excel's % format would multiply the value.
  percent: '0.0',
};

/** Means aren't whole numbers. Optional digits would leave a trailing decimal point on those that are. */
const mean = '#,##0.0';

/** Shares are between 0 and 1, so Excel's % format is right for them. */
const derivedCodes = { share: '0.0%', mean: '#,##0.00' } as const;

/** The format code of a metric's values. */
export const metricFormat = (metric: ColumnMetric): string => {
  if (isDerivedName(metric)) return derivedCodes[derivedOf(metric).kind];
  const { unit, additive } = metricOf(metric);
  return unit === 'duration' && !additive ? mean : values[unit];
};

/** The format of a column's numbers; `undefined` for texts. */
const valueFormatOf = (column: ColumnKey): NumberFormat | undefined => {
  if (column.facet === 'unusual') return undefined;
  const code = column.facet === 'changePercent' ? '0.0%' : metricFormat(column.metric);
  return { of: 'value', code: column.facet?.startsWith('change') === true ? signed(code) : code };
};

/** The number formats of a SKILLMETRICS table. */
export const tableFormats = ({ period }: Query, { layout, headers, zone, columns }: TableOptions): NumberFormats => {
  const time = timeFormatOf(period);
  const before = 1 + Number(zone);
  const formats = columns.map((column) => (column === undefined ? undefined : valueFormatOf(column)));
  const inColumns: NumberFormats = (row, column) =>
    row < headers ? undefined : column === 0 ? time : formats[column - before];
  return layout === 'rows' ? (row, column) => inColumns(column, row) : inColumns;
};

/** The number formats of a SKILLTOTAL table. */
export const totalFormats =
  (cells: Grid<ColumnKey>): NumberFormats =>
  (row, column) => {
    const key = cells[row]?.[column];
    return key === undefined ? undefined : valueFormatOf(key);
  };

/**
 * The number formats of a SKILLTOP table: names, values, shares if there are any, and what the values are compared with.
 */
export const topFormats = (columns: readonly ColumnKey[], hasShare: boolean): NumberFormats => {
  const [first, ...besides] = columns.map(valueFormatOf);
  const share: NumberFormat = { of: 'value', code: '0.0%' };
  const formats = [undefined, first, ...(hasShare ? [share] : []), ...besides];
  return (row, column) => (row === 0 ? undefined : formats[column]);
};

/** The number formats of an ALEXASKILLS table, whose only numbers are times. */
export const skillsFormats: NumberFormats = () => minute;

/** The number formats of a SKILLMETRICSINFO table. Labels of times end with the zone. */
export const infoFormats =
  (table: readonly (readonly Cell[])[], { tz }: Pick<TableOptions, 'tz'>): NumberFormats =>
  (row) => {
    const label = table[row]?.[0];
    return typeof label === 'string' && label.endsWith(` (${tz})`) ? minute : { of: 'value', code: '#,##0' };
  };
