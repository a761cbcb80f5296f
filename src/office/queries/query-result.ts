/** Reads calls and lays out answers. It is loaded with the relay's client: the add-in starts without it. */
import { formatInstant } from '../../core/domain/instant';
import type { FormulaRequest, TableOptions } from '../../core/formula/parse-formula';
import { type Answer, pointsIn, type Query } from '../../core/query/query';
import { type Cell, tableOf } from '../../core/tables/metrics-table';
import { type TableLook, tableLook } from '../../core/tables/table-style';
import { serialOf } from '../../core/time/excel-time';
import type { FunctionResult, ResultOrigin } from '../cells/call-result';
import { assertWithinExcelLimit, type ExcelCell, withCard } from '../cells/excel-cells';

/** How cells show times. */
type Clock = Pick<TableOptions, 'tz' | 'serialShift'>;

/** Where several answers came from: the oldest of them, and all of their requests. */
const originOf = (answers: readonly Answer[], { tz, serialShift = 0 }: Clock): ResultOrigin => {
  const provisional = answers.flatMap(({ provisionalFrom }) => provisionalFrom ?? []);
  const since = provisional.length === 0 ? undefined : Math.min(...provisional);
  return {
    fetchedAt: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
    ...(since === undefined ? {} : { provisionalFrom: since, provisionalSerial: serialOf(since, tz) - serialShift }),
    requests: answers.reduce((sum, { requests }) => sum + requests, 0),
    timeZone: tz,
  };
};

/** Adds a card to the header of the times, which tells where the numbers came from. */
const withOriginCard = (
  cells: ExcelCell[][],
  { headers, layout, chart }: TableLook,
  origin: ResultOrigin,
): ExcelCell[][] => {
  if (headers === 0 || chart === undefined) return cells;
  const row = cells[layout === 'columns' ? headers - 1 : 0];
  const column = layout === 'columns' ? 0 : headers - 1;
  const header = row?.[column];
  const { fetchedAt, provisionalFrom, requests, timeZone } = origin;
  const card = {
    'Fetched at': formatInstant(fetchedAt - (fetchedAt % 60_000)),
    'Time zone': timeZone,
    'Provisional from': provisionalFrom === undefined ? 'none: all values are final' : formatInstant(provisionalFrom),
    'Requests to Amazon': String(requests),
  };
  if (row !== undefined && header !== undefined) row[column] = withCard(header, card);
  return cells;
};

/**
 * Creates a call's result from its answers. All queries of a call have the same range of time.
 *
 * @param layOut makes the table
 * @param lookOf finds the look of the table
 * @param clock how its cells show times
 */
export const resultOf = (
  [query]: readonly Query[],
  answers: readonly Answer[],
  layOut: () => Cell[][],
  lookOf: (table: readonly Cell[][]) => TableLook,
  clock?: Clock,
): FunctionResult => {
  let look: TableLook | undefined;
  const provisional = answers.flatMap(({ provisionalFrom }) => provisionalFrom ?? []);
  const origin = clock && originOf(answers, clock);
  return {
    cells: () => {
      const table = layOut();
      look = lookOf(table);
      const cells = assertWithinExcelLimit(table, look.formats);
      return origin === undefined ? cells : withOriginCard(cells, look, origin);
    },
    look: () => look,
    asOf: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
    ...(provisional.length === 0 ? {} : { provisionalFrom: Math.min(...provisional) }),
    points: answers.reduce((sum, answer) => sum + pointsIn(answer), 0),
    ...(query === undefined ? {} : { range: { startTime: query.startTime, endTime: query.endTime } }),
    ...(origin === undefined ? {} : { origin }),
  };
};

/**
 * Creates the result of SKILLMETRICS from its answers.
 *
 * @param answers those of `queriesOf`, in that order
 */
export const tableResult = (request: FormulaRequest, answers: readonly Answer[]): FunctionResult =>
  resultOf(
    [request.query],
    answers,
    () => tableOf(request, answers),
    () => tableLook(request.query, request.table),
    request.table,
  );

export { parseFormula } from '../../core/formula/parse-formula';
export { queriesOf } from '../../core/series/column-series';
export { readCall } from './read-call';
