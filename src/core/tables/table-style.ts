/** How Excel shows the tables of the functions. */
import { metricLabel, type Period } from '../domain/catalog';
import type { ColumnKey, Facet } from '../formula/columns';
import type { TableOptions } from '../formula/parse-formula';
import type { Query } from '../query/query';
import { isCalendarPeriod } from '../time/calendar';
import { type NumberFormats, skillsFormats, tableFormats, topFormats } from './number-formats';

/** How a chart shows a table. */
export interface ChartLook {
  readonly title: string;
  readonly type: 'Line' | 'ColumnClustered' | 'BarClustered';
  /** The columns (or rows, if series are rows) before the first series: times or names, and offsets if there are any. */
  readonly before: number;
  /** Series that the chart leaves out, counted from 0 after those. Left out: none. */
  readonly without?: readonly number[];
  /** The unit of a time axis. `undefined` if labels stand side by side, however much time lies between them. */
  readonly dateUnit?: 'Days' | 'Months' | 'Years' | undefined;
}

/** How Excel shows a table. */
export interface TableLook {
  readonly formats: NumberFormats;
  /** Header rows, or header columns if series are rows. */
  readonly headers: number;
  readonly layout: 'columns' | 'rows';
  /** Left out for a table that holds no series. */
  readonly chart?: ChartLook;
}

/**
 * The shortest unit of a date axis is a day. Columns of weeks or quarters would be as thin as a day or a month on it.
 */
const dateUnits: Partial<Record<Period, ChartLook['dateUnit']>> = { P1D: 'Days', P1M: 'Months', P1Y: 'Years' };

/** A line needs more than one point, and there are few weeks or longer periods. */
const isColumns = (period: Period): boolean => period === 'SINGLE' || (isCalendarPeriod(period) && period !== 'P1D');

/** The title names a filter with one value. The legend names several. */
const titleOf = ({ intents, locales }: Query, { columns }: TableOptions): string => {
  const metrics = [...new Set(columns.flatMap((column) => (column === undefined ? [] : [column.metric])))];
  const filters = [intents, locales].flatMap((names) => (names.length === 1 ? names : []));
  return [metrics.map(metricLabel).join(', '), ...filters].join(' – ');
};

/** A change has another scale than the values, and a word has none. */
const notDrawn: readonly (Facet | undefined)[] = ['change', 'changePercent', 'unusual'];

const chartLook = (query: Query, options: TableOptions): ChartLook => {
  const without = options.columns.flatMap((column, index) => (notDrawn.includes(column?.facet) ? [index] : []));
  return {
    title: titleOf(query, options),
    type: isColumns(query.period) ? 'ColumnClustered' : 'Line',
    before: 1 + Number(options.zone),
    ...(without.length === 0 ? {} : { without }),
    dateUnit: dateUnits[query.period],
  };
};

/** The look of a SKILLMETRICS table. */
export const tableLook = (query: Query, options: TableOptions): TableLook => ({
  formats: tableFormats(query, options),
  headers: options.headers,
  layout: options.layout,
  chart: chartLook(query, options),
});

/** The look of a table without headers. */
export const plainLook = (formats: NumberFormats): TableLook => ({ formats, headers: 0, layout: 'columns' });

/** The look of a SKILLTOP table, whose chart shows the values alone. */
export const topLook = (columns: readonly ColumnKey[], hasShare: boolean): TableLook => ({
  formats: topFormats(columns, hasShare),
  headers: 1,
  layout: 'columns',
  chart: {
    title: columns
      .slice(0, 1)
      .map(({ metric }) => metricLabel(metric))
      .join(''),
    type: 'BarClustered',
    before: 1,
    without: Array.from({ length: columns.length - 1 + Number(hasShare) }, (_, index) => index + 1),
  },
});

/** The look of an ALEXASKILLS table. */
export const skillsLook: TableLook = { formats: skillsFormats, headers: 1, layout: 'columns' };
