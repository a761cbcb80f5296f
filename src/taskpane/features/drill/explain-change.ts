/** Finds which locales and intents account for the change of a value, and puts them on a new sheet. */
import { type Split, splits } from '../../../core/domain/adding-up';
import { metricLabel } from '../../../core/domain/catalog';
import { FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import type { ColumnKey } from '../../../core/formula/columns';
import type { FormulaRequest } from '../../../core/formula/parse-formula';
import { momentText } from '../../../core/query/phrases';
import type { Query } from '../../../core/query/query';
import { requestOfRow } from '../../../core/series/row-request';
import { changeFormats, changesOf, changeTable, reasonAgainstSplit } from '../../../core/tables/change-table';
import { plainCell } from '../../../core/tables/metrics-table';
import { topOf } from '../../../core/tables/top-request';
import type { Pace } from '../../../core/windows/query-size';
import type { Queries } from '../../../office/queries/cell-functions';
import type { RelayClient } from '../../../office/relay/client';
import type { SheetBlock, Sheets } from '../../../office/workbook/new-sheet';
import type { Form } from '../../model/form';
import type { NameCounts } from './drill-cost';
import { selectedValue } from './selected-value';

/** What an explanation needs. */
export interface ExplainDeps {
  readonly sheets: Sheets;
  readonly queries: Pick<Queries, 'ask'>;
  readonly relay: Pick<RelayClient, 'locales' | 'intents'>;
  readonly now: Instant;
  readonly signal: AbortSignal;
}

/** The formula whose value is selected. */
export interface ExplainedFormula {
  readonly address: string;
  readonly form: Form;
  readonly request: FormulaRequest;
}

/** What is needed to look behind a value. */
export interface DrillProps {
  readonly formula: ExplainedFormula;
  readonly queries: Pick<Queries, 'ask'>;
  readonly relay: Pick<RelayClient, 'locales' | 'intents'>;
  readonly now: Instant;
  readonly pace: Pace;
  readonly names: NameCounts;
}

/** The names of the locales, or of the intents in the models of all locales. */
const namesOf = async (
  { skillId, stage, locales: filter }: Query,
  by: Split,
  { relay, signal }: ExplainDeps,
): Promise<readonly string[]> => {
  const locales = await relay.locales(skillId, stage, signal);
  if (by === 'locales') return locales;
  const asked = filter.length === 0 ? locales : filter;
  const models = await Promise.all(asked.map((locale) => relay.intents(skillId, stage, locale, signal)));
  return [...new Set(models.flat())].sort();
};

const blockFor = async (
  whole: FormulaRequest,
  column: ColumnKey,
  by: Split,
  deps: ExplainDeps,
): Promise<SheetBlock> => {
  const { queries, now, signal } = deps;
  const names = await namesOf(whole.query, by, deps);
  const top = topOf({ whole, column, by, n: names.length }, names, now);
  const ask = (query: Query) => queries.ask(query, { signal, onProgress: () => undefined });
  const table = changeTable(changesOf(top, await Promise.all(top.queries.map(ask))), by);
  return {
    title: by === 'locales' ? 'By locale' : 'By intent',
    cells: table.map((row) => row.map(plainCell)),
    formats: changeFormats,
  };
};

const rangeText = ({ startTime, endTime }: Query, tz: string): string =>
  `${momentText(startTime, tz)} until ${momentText(endTime, tz)}`;

/**
 * Puts what accounts for the change of the selected value on a new sheet.
 *
 * @returns the address of the sheet's first cell
 * @throws {FailureError} `rejected` when the value has no change that could be split, and why; the queries' failures
 */
export const explainChange = async (
  { address, form, request }: ExplainedFormula,
  deps: ExplainDeps,
): Promise<string> => {
  const place = await deps.sheets.placeIn(address);
  const { column, row } = selectedValue(request, form, place);
  const whole = requestOfRow(request, column, row, deps.now);
  const advice = 'Select another value.';
  if ('refused' in whole) throw new FailureError({ code: 'rejected', message: whole.refused, advice });
  const { earlier, query, table } = whole;
  const [key] = table.columns;
  if (earlier === undefined || key === undefined)
    throw new FailureError({ code: 'rejected', message: "This value isn't compared with another.", advice });
  const found = splits
    // Locales first: every metric that can be split at all can be split by them.
    .toReversed()
    .filter((by) => by === 'locales' || query.skillType === 'custom')
    .map((by) => ({ by, reason: reasonAgainstSplit(key, by) }));
  if (found.every(({ reason }) => reason !== undefined))
    throw new FailureError({ code: 'rejected', message: found.map(({ reason }) => reason).join(' '), advice });
  const blocks = await Promise.all(
    found.map(({ by, reason }): Promise<SheetBlock> =>
      reason === undefined
        ? blockFor(whole, key, by, deps)
        : Promise.resolve({ title: reason, cells: [], formats: changeFormats }),
    ),
  );
  const what = [metricLabel(key.metric), key.intent, key.locale].filter((one) => one !== undefined).join(' – ');
  return deps.sheets.add({
    name: `${momentText(query.startTime, table.tz).slice(0, 10)} change`,
    title: `${what}: ${rangeText(query, table.tz)}, compared with ${rangeText(earlier.query, table.tz)} (${table.tz})`,
    source: place.address,
    blocks,
  });
};
