/** Reads calls and lays out answers. It is loaded with the relay's client: the add-in starts without it. */
import type { TableOptions } from '../../core/formula/parse-formula';
import { type Answer, pointsIn, type Query } from '../../core/query/query';
import { type Cell, toTable } from '../../core/tables/metrics-table';
import { type TableLook, tableLook } from '../../core/tables/table-style';
import { serialOf } from '../../core/time/excel-time';
import type { FunctionResult, ResultOrigin } from '../cells/call-result';
import { assertWithinExcelLimit } from '../cells/excel-cells';

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
  return {
    cells: () => {
      const table = layOut();
      look = lookOf(table);
      return assertWithinExcelLimit(table, look.formats);
    },
    look: () => look,
    asOf: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
    points: answers.reduce((sum, answer) => sum + pointsIn(answer), 0),
    ...(query === undefined ? {} : { range: { startTime: query.startTime, endTime: query.endTime } }),
    ...(clock === undefined ? {} : { origin: originOf(answers, clock) }),
  };
};

/** Creates the result of SKILLMETRICS from its answer. */
export const tableOf = (query: Query, answer: Answer, options: TableOptions): FunctionResult =>
  resultOf(
    [query],
    [answer],
    () => toTable(query, answer, options),
    () => tableLook(query, options),
    options,
  );

export { parseFormula } from '../../core/formula/parse-formula';
export { readCall } from './read-call';
