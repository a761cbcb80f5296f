/** The formula behind a value: its hours or days, locales or intents. */
import type { Split } from '../../../core/domain/adding-up';
import { formatInstant, type Instant } from '../../../core/domain/instant';
import type { ColumnKey } from '../../../core/formula/columns';
import type { FormulaRequest } from '../../../core/formula/parse-formula';
import { type FieldValue, formulaText } from '../../../core/formula/text/write-formula-text';
import { momentText } from '../../../core/query/phrases';
import type { Query } from '../../../core/query/query';

/** What a value can be split into. */
export type Detail = 'hours' | 'days' | Split;

const [quarter, hour, day] = [900_000, 3_600_000, 86_400_000];

const text = (value: string): FieldValue => ({ kind: 'text', text: value });

const zoneOf = ({ table }: FormulaRequest): string => (table.days === 'utc' ? 'UTC' : table.tz);

const isMidnight = (instant: Instant, timeZone: string): boolean => !momentText(instant, timeZone).includes(' ');

const isOnEdges = ({ query }: FormulaRequest, step: number): boolean =>
  query.startTime % step === 0 && query.endTime % step === 0;

/** Whole days of the value's zone. */
const isOfDays = (one: FormulaRequest): boolean =>
  [one.query.startTime, one.query.endTime].every((edge) => isMidnight(edge, zoneOf(one)));

/**
 * What the value of a request can be split into.
 *
 * @param one asks for one value
 */
export const detailsOf = (one: FormulaRequest, { intent, locale }: ColumnKey): readonly Detail[] => {
  const { startTime, endTime, skillType } = one.query;
  const isLong = endTime - startTime > 2 * day;
  return [
    isLong && isOfDays(one) ? 'days' : 'hours',
    ...(locale === undefined ? (['locales'] as const) : []),
    ...(intent === undefined && skillType === 'custom' ? (['intents'] as const) : []),
  ];
};

/** A zone's hours begin off UTC's edges where its offset is no whole hour, and would cut the first and last one. */
const periodOf = (one: FormulaRequest, detail: Detail): 'P1D' | 'PT1H' | 'PT15M' => {
  if (detail === 'days') return 'P1D';
  return isOnEdges(one, hour) || !isOnEdges(one, quarter) ? 'PT1H' : 'PT15M';
};

/** What asks for the hours or days of a value. */
export const detailQuery = (one: FormulaRequest, detail: Detail): Query => ({
  ...one.query,
  period: periodOf(one, detail),
  timeZone: detail === 'days' ? zoneOf(one) : 'UTC',
  edges: detail === 'days' || isOnEdges(one, quarter) ? 'whole' : 'exact',
});

/** The arguments as literals, so that the numbers stay those of the value. */
export const drillFormula = (one: FormulaRequest, { metric, intent, locale }: ColumnKey, detail: Detail): string => {
  const { query, table } = one;
  const { skillId, startTime, endTime, stage, skillType, maxResults } = query;
  const time = (instant: Instant): FieldValue =>
    text(zoneOf(one) === table.tz && isOfDays(one) ? momentText(instant, table.tz) : formatInstant(instant));
  const isOfRows = detail === 'hours' || detail === 'days';
  const options = [
    ...(table.tz === 'UTC' ? [] : [`tz=${table.tz}`]),
    ...(table.days === 'utc' && isOfRows ? ['days=utc'] : []),
    ...(detail === 'hours' && !isOnEdges(one, quarter) ? ['edges=exact'] : []),
    ...(maxResults === undefined ? [] : [`maxResults=${maxResults}`]),
    ...(isOfRows || intent === undefined ? [] : [`intent=${intent}`]),
    ...(isOfRows || locale === undefined ? [] : [`locale=${locale}`]),
  ];
  return formulaText(
    {
      skillId: text(skillId),
      metric: text(metric),
      startTime: time(startTime),
      endTime: time(endTime),
      stage: text(stage),
      skillType: text(skillType),
      options: text(options.join('; ')),
      ...(isOfRows
        ? { period: text(periodOf(one, detail)), intent: text(intent ?? ''), locale: text(locale ?? '') }
        : { by: text(detail) }),
    },
    isOfRows ? 'SKILLMETRICS' : 'SKILLTOP',
  );
};
