/** How Excel is to show the tables of our functions. */
import { isCalendarPeriod } from '../time/calendar';
import { metricLabel, type Period } from '../domain/catalog';
import type { TableOptions } from '../formula/parse-formula';
import { skillsFormats, tableFormats, type NumberFormats } from './number-formats';
import type { Query } from '../query/question';

/** What a chart of a table is. */
export interface ChartLook {
  readonly title: string;
  readonly type: 'Line' | 'ColumnClustered';
  /** The columns, or rows where series are rows, before the first series: times, and offsets where there are any. */
  readonly before: number;
  /** What the axis of times counts in. Undefined where its labels stand side by side, whatever time lies between them. */
  readonly dateUnit?: 'Days' | 'Months' | 'Years' | undefined;
}

export interface TableLook {
  readonly formats: NumberFormats;
  /** Header rows, or header columns where series are rows. */
  readonly headers: number;
  readonly layout: 'columns' | 'rows';
  /** Undefined for a table that holds no series. */
  readonly chart?: ChartLook;
}

/** An axis of dates knows days at least; columns of weeks and quarters would be lines a day or a month wide on it. */
const dateUnits: Partial<Record<Period, ChartLook['dateUnit']>> = { P1D: 'Days', P1M: 'Months', P1Y: 'Years' };

/** A line through one point is nothing, and weeks and what is longer are few. */
const isColumns = (period: Period): boolean => period === 'SINGLE' || (isCalendarPeriod(period) && period !== 'P1D');

/** Where a filter is one name, it is told; several are told by the legend. */
const titleOf = ({ metrics, intents, locales }: Query): string => {
  const filters = [intents, locales].flatMap((names) => (names.length === 1 ? names : []));
  return [metrics.map(metricLabel).join(', '), ...filters].join(' – ');
};

const chartLook = (query: Query, { zone }: TableOptions): ChartLook => ({
  title: titleOf(query),
  type: isColumns(query.period) ? 'ColumnClustered' : 'Line',
  before: 1 + Number(zone),
  dateUnit: dateUnits[query.period],
});

/** Of the table of SKILLMETRICS. */
export const tableLook = (query: Query, options: TableOptions): TableLook => ({
  formats: tableFormats(query, options),
  headers: options.headers,
  layout: options.layout,
  chart: chartLook(query, options),
});

/** Of a table without headers. */
export const plainLook = (formats: NumberFormats): TableLook => ({ formats, headers: 0, layout: 'columns' });

/** Of the table of ALEXASKILLS. */
export const skillsLook: TableLook = { formats: skillsFormats, headers: 1, layout: 'columns' };
