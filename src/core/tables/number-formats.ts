/**
 * How Excel is to show the numbers of our functions, as format codes of English Excel: Excel turns them into those of the
 * workbook's culture. Source: Microsoft's page "Number format codes".
 */
import { isCalendarPeriod } from '../time/calendar';
import { metricOf, type MetricName, type Period, type Unit } from '../domain/catalog';
import type { TableOptions } from '../formula/parse-formula';
import type { Query, SeriesKey } from '../query/question';
import type { Grid } from '../formula/shape';
import type { Cell } from './metrics-table';

/** What a number is, which decides what is left plain first where an answer is large. */
export interface NumberFormat {
  readonly of: 'time' | 'value';
  readonly code: string;
}

/** The format of the cell in a row and column of a table, both from 0; undefined for texts, and numbers that stay plain. */
export type NumberFormats = (row: number, column: number) => NumberFormat | undefined;

const date: NumberFormat = { of: 'time', code: 'yyyy-mm-dd' };
const minute: NumberFormat = { of: 'time', code: 'yyyy-mm-dd hh:mm' };

const codes: ReadonlySet<string> = new Set(['yyyy-mm-dd', 'yyyy-mm-dd hh:mm', '#,##0', '#,##0.0', '0.0']);

/** Whether a cell's format is one that we write. Excel gives some back with marks of its own: `yyyy\-mm\-dd;@`. */
export const isOwnFormat = (format: string): boolean =>
  codes.has(format.replaceAll('\\', '').replace(/;@$/, '').toLowerCase());

/** Days and what is longer need no time of day. */
export const timeFormatOf = (period: Period): NumberFormat => (isCalendarPeriod(period) ? date : minute);

const values: Readonly<Record<Unit, string>> = {
  accounts: '#,##0',
  count: '#,##0',
  duration: '#,##0',
  // Nothing says whether Amazon gives 87.5 or 0.875; Excel's % would multiply it.
  percent: '0.0',
};

/** Means are no whole numbers. Optional digits would leave a bare point behind those that are. */
const mean = '#,##0.0';

const valueFormatOf = (metric: MetricName): NumberFormat => {
  const { unit, additive } = metricOf(metric);
  return { of: 'value', code: unit === 'duration' && !additive ? mean : values[unit] };
};

/** Of the table of SKILLMETRICS. */
export const tableFormats = ({ period }: Query, { layout, headers, zone, columns }: TableOptions): NumberFormats => {
  const time = timeFormatOf(period);
  const before = 1 + Number(zone);
  const formats = columns.map((column) => (column === undefined ? undefined : valueFormatOf(column.metric)));
  const inColumns: NumberFormats = (row, column) =>
    row < headers ? undefined : column === 0 ? time : formats[column - before];
  return layout === 'rows' ? (row, column) => inColumns(column, row) : inColumns;
};

/** Of the numbers of SKILLTOTAL. */
export const totalFormats =
  (cells: Grid<SeriesKey>): NumberFormats =>
  (row, column) => {
    const key = cells[row]?.[column];
    return key === undefined ? undefined : valueFormatOf(key.metric);
  };

/** Of the table of ALEXASKILLS, whose only numbers are times. */
export const skillsFormats: NumberFormats = () => minute;

/** Of the table of SKILLMETRICSINFO: labels name the zone of times. */
export const infoFormats =
  (table: readonly (readonly Cell[])[], { tz }: Pick<TableOptions, 'tz'>): NumberFormats =>
  (row) => {
    const label = table[row]?.[0];
    return typeof label === 'string' && label.endsWith(` (${tz})`) ? minute : { of: 'value', code: '#,##0' };
  };
