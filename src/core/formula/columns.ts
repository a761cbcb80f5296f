/** The value columns of a table, in the shape in which the sheet holds metrics, intents and locales. */
import type { ColumnMetric } from '../domain/derived';
import type { Problem } from '../domain/failure';
import { intentOf, localeOf } from '../query/validation';
import { metricNamed } from './argument-reader';
import { gridOf } from './cell-input';
import type { Options } from './options';

/** What a column shows of its series, if not its values. */
export type Facet = 'before' | 'change' | 'changePercent' | 'expected' | 'low' | 'high' | 'unusual';

/** What tells the columns of a table apart. */
export interface ColumnKey {
  readonly metric: ColumnMetric;
  readonly intent?: string;
  readonly locale?: string;
  /** Left out: the values. */
  readonly facet?: Facet;
}

/** The key of a column, or `undefined` for an empty column. */
export type Column = ColumnKey | undefined;

/** What stands beside the values of each series. */
export const facetsOf = ({ compare, expected }: Pick<Options, 'compare' | 'expected'>): readonly Facet[] => [
  ...(compare === undefined ? [] : (['before', 'change', 'changePercent'] as const)),
  ...(expected === '1' ? (['expected', 'low', 'high', 'unusual'] as const) : []),
];

/** A sheet has no more columns. A longer range is a row or column that was selected whole. */
const sheetColumns = 16_384;

const withoutLastBlanks = <T>(list: readonly (T | undefined)[]): readonly (T | undefined)[] =>
  list.slice(0, list.findLastIndex((one) => one !== undefined) + 1);

/** Names in reading order, including the blanks between them. */
const namesIn = <T>(value: unknown, read: (text: string) => T | undefined): readonly (T | undefined)[] => {
  const cells = gridOf(value).flat();
  const names = cells.map((cell) => (cell === undefined ? undefined : read(String(cell))));
  return names.length > sheetColumns ? withoutLastBlanks(names) : names;
};

const cellsIn = (value: unknown): number => gridOf(value).reduce((sum, row) => sum + row.length, 0);

/** One blank cell omits the argument. Several blank cells are a range that hasn't been filled yet. */
const filterOf = (
  argument: 'intent' | 'locale',
  value: unknown,
  read: (text: string) => string | undefined,
  problems: Problem[],
): readonly (string | undefined | null)[] => {
  const names = namesIn(value, read);
  if (names.some((name) => name !== undefined)) return names.map((name) => name ?? null);
  if (
    cellsIn(value) > 1 &&
    gridOf(value)
      .flat()
      .every((cell) => cell === undefined)
  )
    problems.push({
      argument,
      value: 'an empty range',
      accepted: `at least one ${argument}, or leave it out`,
      message: `The range that ${argument} refers to is empty. Fill it, or leave ${argument} out.`,
    });
  return [undefined];
};

/** A column with its facets behind it. */
export const withFacets = (column: ColumnKey, facets: readonly Facet[]): readonly ColumnKey[] => [
  column,
  ...facets.map((facet) => ({ ...column, facet })),
];

/**
 * The value columns of a table, by metric, then intent, then locale, each followed by its facets. A range whose cells
 * are all blank is added to `problems`.
 */
export const columnsOf = (
  args: { readonly metric: unknown; readonly intent?: unknown; readonly locale?: unknown },
  problems: Problem[],
  facets: readonly Facet[] = [],
): readonly Column[] => {
  const intents = filterOf('intent', args.intent, intentOf, problems);
  const locales = filterOf('locale', args.locale, localeOf, problems);
  const columns = namesIn(args.metric, metricNamed).flatMap((metric) =>
    intents.flatMap((intent) =>
      locales.map((locale) =>
        metric === undefined || intent === null || locale === null
          ? undefined
          : { metric, ...(intent === undefined ? {} : { intent }), ...(locale === undefined ? {} : { locale }) },
      ),
    ),
  );
  return withoutLastBlanks(columns).flatMap((column): readonly Column[] =>
    column === undefined ? [undefined] : withFacets(column, facets),
  );
};
