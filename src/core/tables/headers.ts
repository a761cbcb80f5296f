/** The header rows of a table. */
import { metricLabel, type Period, type SkillType } from '../domain/catalog';
import { derivedOf, isDerivedName } from '../domain/derived';
import type { Instant } from '../domain/instant';
import type { Column, ColumnKey, Facet } from '../formula/columns';
import type { Options } from '../formula/options';
import type { TableOptions } from '../formula/parse-formula';
import type { Answer, Query } from '../query/query';
import { bucketStart, clocksGoBack, isCalendarPeriod } from '../time/calendar';
import { wallOf } from '../time/excel-time';

/**
 * What a header says about rows that the range cuts, such as `first row cut`, or `undefined` if every row is whole.
 *
 * @param rows timestamps of the first and the last row, in the order of the table
 */
export const cutEdges = (
  query: Query,
  rows: { readonly first: Instant | undefined; readonly last: Instant | undefined },
): string | undefined => {
  const { startTime, endTime, period, edges } = query;
  if (period === 'SINGLE' || edges === 'whole') return undefined;
  const [from, until] = [bucketStart(startTime, query), bucketStart(endTime, query)];
  const isCut = (row: Instant | undefined): boolean => {
    const bucket = row === undefined ? undefined : bucketStart(row, query);
    return (bucket === from && from < startTime) || (bucket === until && until < endTime);
  };
  const [first, last] = [isCut(rows.first), isCut(rows.last)];
  if (first && last) return rows.first === rows.last ? 'row cut' : 'first and last row cut';
  return first ? 'first row cut' : last ? 'last row cut' : undefined;
};

/** Parts of a column's name beside the metric. */
type Part = 'locale' | 'intent';

const parts: readonly Part[] = ['locale', 'intent'];

const amazonName = ({ metric, intent, locale, facet }: ColumnKey): string =>
  [metric, intent, locale, facet].filter((part) => part !== undefined).join(' ');

/** An intent's name without the prefix of Amazon's own intents, unless an intent of the skill has the shorter name. */
const intentLabel = (intent: string, all: readonly (string | undefined)[]): string => {
  const short = intent.replace(/^AMAZON\./, '');
  return all.includes(short) ? intent : short;
};

const comparedWith: Readonly<Record<NonNullable<Options['compare']>, string>> = {
  previous: 'Period before',
  week: 'Week before',
  month: 'Month before',
  year: 'Year before',
};

/** What a column shows of its series. The change of a percentage is a number of points, not a percentage of it. */
const facetLabel = ({ metric }: ColumnKey, facet: Facet, compare: Options['compare']): string => {
  const isShare = isDerivedName(metric) && derivedOf(metric).kind === 'share';
  const words: Readonly<Record<Facet, string>> = {
    before: comparedWith[compare ?? 'previous'],
    change: isShare ? 'Change in points' : 'Change',
    changePercent: 'Change %',
    expected: 'Expected',
    low: 'Low',
    high: 'High',
    unusual: 'Unusual',
  };
  return words[facet];
};

/**
 * Labels for people. What differs between columns comes first, because a narrow column shows only the beginning:
 * "en-GB – Total sessions" beside "de-DE – Total sessions", but "Total sessions – en-GB" beside
 * "Unique customers – en-GB".
 */
const labelsOf = (columns: readonly Column[], compare: Options['compare']): readonly string[] => {
  const keys = columns.filter((column) => column !== undefined);
  const intents = keys.map(({ intent }) => intent);
  const differs = (part: Part): boolean => new Set(keys.map((key) => key[part])).size > 1;
  const before = parts.filter(differs);
  const after = parts.filter((part) => !differs(part)).toReversed();
  const label = (key: ColumnKey, part: Part): string | undefined =>
    part === 'intent' && key.intent !== undefined ? intentLabel(key.intent, intents) : key[part];
  // Beside the values of a single series, there is no doubt whose change a change is.
  const isSingle = new Set(keys.map(({ metric, intent, locale }) => [metric, intent, locale].join(' '))).size === 1;
  return columns.map((column) =>
    column === undefined
      ? ''
      : isSingle && column.facet !== undefined
        ? facetLabel(column, column.facet, compare)
        : [
            column.facet === undefined ? undefined : facetLabel(column, column.facet, compare),
            ...before.map((part) => label(column, part)),
            metricLabel(column.metric),
            ...after.map((part) => label(column, part)),
          ]
            .filter((text) => text !== undefined)
            .join(' – '),
  );
};

/** A name for each column: labels for people, or Amazon's names. An empty column has an empty name. */
export const columnNames = (
  columns: readonly Column[],
  names: Options['names'],
  compare?: Options['compare'],
): readonly string[] =>
  names === 'people'
    ? labelsOf(columns, compare)
    : columns.map((column) => (column === undefined ? '' : amazonName(column)));

const timeNames: Partial<Record<Period, string>> = {
  P1D: 'Date',
  P1W: 'Week',
  P1M: 'Month',
  P3M: 'Quarter',
  P1Y: 'Year',
};

const periodWords: Record<Period, string> = {
  SINGLE: 'one value',
  PT15M: 'every 15 minutes',
  PT1H: 'hourly',
  P1D: 'daily',
  P1W: 'weekly',
  P1M: 'monthly',
  P3M: 'quarterly',
  P1Y: 'yearly',
};

const skillTypeWords: Record<SkillType, string> = {
  custom: 'Custom skill',
  smartHome: 'Smart home skill',
  flashBriefing: 'Flash briefing',
  music: 'Music skill',
};

/** Whether the zone's clocks show the time of two rows twice, or of part of a total. Rows ascend. */
const goBack = (times: readonly Instant[], query: Query, tz: string): boolean => {
  if (query.period === 'SINGLE') return clocksGoBack(query, tz);
  const isRepeated = (time: Instant, index: number): boolean =>
    index > 0 && wallOf(time, tz) <= wallOf(times[index - 1] ?? -Infinity, tz);
  return !isCalendarPeriod(query.period) && tz !== 'UTC' && times.some(isRepeated);
};

/**
 * The zone of the row labels, as the person wrote it. With `days=utc`, days are UTC days whatever the zone of times.
 */
export const labelZone = ({ period }: Query, { tz, days }: TableOptions): string =>
  isCalendarPeriod(period) && days === 'utc' ? 'UTC' : tz;

const timeHeader = (
  query: Query,
  { series }: Pick<Answer, 'series'>,
  times: readonly Instant[],
  options: TableOptions,
): string => {
  const ascending = options.order === 'desc' ? times.toReversed() : times;
  const cut = cutEdges(query, { first: times[0], last: times.at(-1) });
  const notes = [
    labelZone(query, options),
    ...(goBack(ascending, query, options.tz) ? ['clocks go back'] : []),
    ...(cut === undefined ? [] : [cut]),
    ...(series.some(({ offGrid = 0 }) => offGrid > 0) ? ["times off the edges of Amazon's buckets"] : []),
  ];
  return `${timeNames[query.period] ?? 'Time'} (${notes.join('; ')})`;
};

/** What the numbers belong to: the skill, then type, stage and period. */
const identityOf = (
  { skillId, skillType, stage, period }: Query,
  { names, skillName }: TableOptions,
): readonly string[] =>
  names === 'people'
    ? [skillName ?? skillId, [skillTypeWords[skillType], stage, periodWords[period]].join(', ')]
    : [skillId, [skillType, stage, period].join(' ')];

/**
 * The header rows of a table, each as wide as the table: none, the column names, or the skill and the column names.
 *
 * @param times timestamps of the rows, in the order of the table
 */
export const headerRows = (
  query: Query,
  answer: Pick<Answer, 'series'>,
  times: readonly Instant[],
  options: TableOptions,
): readonly string[][] => {
  const { headers, zone, columns, names, compare } = options;
  const offset = zone === '1' ? ['UTC offset'] : [];
  const header = [timeHeader(query, answer, times, options), ...offset, ...columnNames(columns, names, compare)];
  const identifying = [...identityOf(query, options), ...header.map(() => '')].slice(0, header.length);
  return headers === 0 ? [] : headers === 1 ? [header] : [identifying, header];
};
