import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/core/domain/failure';
import { type FormulaArguments, parseFormula } from '../../../src/core/formula/parse-formula';
import type { Answer, Query } from '../../../src/core/query/query';
import { queriesOf } from '../../../src/core/series/column-series';
import type { SerialShift } from '../../../src/core/time/excel-time';
import { cellsOf, type Invocation, placeholderText } from '../../../src/office/cells/call-result';
import { type ExcelCell, maxResultBytes } from '../../../src/office/cells/excel-cells';
import { createQueries, type Queries } from '../../../src/office/queries/cell-functions';
import type { SkillName } from '../../../src/office/queries/companions';
import { createQueryCache } from '../../../src/office/queries/query-cache';
import { tableResult } from '../../../src/office/queries/query-result';
import { readCall } from '../../../src/office/queries/read-call';
import type { AskOptions } from '../../../src/office/relay/fetch';
import { callSources } from '../../support/office/call-sources';
import { notAvailable, standInForExcel } from '../../support/office/excel-errors';
import { createManualClock, settle } from '../../support/office/manual-clock';
import { answer, august, skillId } from '../../support/office/queries-of';

const now = Date.UTC(2026, 10, 1);

beforeAll(() => standInForExcel());
const args = (more: Partial<FormulaArguments> = {}): FormulaArguments => ({
  skillId,
  metric: [['totalSessions']],
  startTime: '2026-08-01',
  endTime: '2026-08-04',
  ...more,
});

/** With what a cell shows of a table. */
interface ShownQueries extends Omit<Queries, 'table'> {
  table(...call: Parameters<Queries['table']>): Promise<ExcelCell[][]>;
}

let serialShift: SerialShift = 0;

const create = (
  ask: (query: Query, how: AskOptions) => Promise<Answer> = () => Promise.resolve(answer()),
  skillName: SkillName = () => Promise.reject(new Error('nobody needs it')),
): { queries: ShownQueries; asked: Query[] } => {
  const asked: Query[] = [];
  const answers = createQueryCache({
    ask: (query, how) => {
      asked.push(query);
      return ask(query, how);
    },
    wait: createManualClock().setTimer,
    now: () => now,
  });
  const queries = createQueries(
    answers,
    () => Promise.resolve({ parseFormula, queriesOf, readCall, tableResult }),
    callSources({
      now: () => now,
      dates: { known: () => serialShift, look: () => Promise.resolve(serialShift), forget: () => undefined },
    }),
    skillName,
  );
  return { queries: { ...queries, table: async (...call) => cellsOf(await queries.table(...call)) }, asked };
};

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => failureOf(error).code,
  );

describe('the table of a call', () => {
  it.each([
    ['its name', () => Promise.resolve('Daily Trivia'), 'Daily Trivia'],
    ['its ID where there is no name', () => Promise.resolve(undefined), skillId],
    ['its ID where the name cannot be had', () => Promise.reject(new Error('away')), skillId],
  ] satisfies [string, SkillName, string][])('identifies the skill by %s', async (_, skillName, shown) => {
    const { queries } = create(undefined, skillName);
    expect((await queries.table(args({ headers: 2 }), {}))[0]).toEqual([shown, 'Custom skill, live, daily']);
  });

  it('has a header, serials and values', async () => {
    const { queries } = create();
    expect(await queries.table(args(), {})).toEqual([
      ['Date (UTC)', 'Total sessions'],
      [46235, 10],
      [46236, 20],
      [46237, 30],
    ]);
  });

  it.each(['today', 'this month'])(
    'of %s in its first minute is a header and #N/A, and asks nothing',
    async (start) => {
      const { queries, asked } = create();
      expect(await queries.table(args({ startTime: start, endTime: null }), {})).toEqual([
        ['Date (UTC)', 'Total sessions'],
        [46_327, notAvailable('The range has only just begun: there are no numbers yet.')],
      ]);
      expect(asked).toEqual([]);
    },
  );

  it('counts dates as the workbook does, in its arguments and in its rows', async () => {
    serialShift = 1_462;
    const { queries, asked } = create();
    const table = await queries.table(args({ startTime: 46_235 - 1_462, endTime: '2026-08-04' }), {});
    serialShift = 0;
    expect(asked[0]?.startTime).toBe(august);
    expect(table.map(([time]) => time)).toEqual(['Date (UTC)', 44_773, 44_774, 44_775]);
  });

  it('shares an answer among calls that differ in layout only', async () => {
    const { queries, asked } = create();
    await queries.table(args(), {});
    await queries.table(args({ headers: 0, options: 'order=desc' }), {});
    expect(asked).toHaveLength(1);
  });

  it('fails with all problems of the arguments, and asks nothing', async () => {
    const { queries, asked } = create();
    await expect(queries.table(args({ skillId: 'x', period: 'P2D' }), {})).rejects.toMatchObject({
      failure: { code: 'invalid_query', problems: [{ argument: 'skillId' }, { argument: 'period' }] },
    });
    expect(asked).toEqual([]);
  });

  it('is refused where Excel would choke on it', async () => {
    const hours = 260_000;
    const values = Array.from({ length: hours }, (_, index) => index + 0.123456789);
    const timestamps = values.map((_, index) => august + index * 900_000);
    const { queries } = create(() =>
      Promise.resolve({ ...answer(), series: [{ metric: 'totalSessions', timestamps, values }] }),
    );
    await expect(queries.table(args(), {})).rejects.toMatchObject({
      failure: { code: 'too_large', message: expect.stringContaining('260001 rows and 2 columns') as string },
    });
    expect(maxResultBytes).toBeLessThan(5_000_000);
  });

  it('is not wanted any more when Excel cancels the call', async () => {
    const { queries } = create(() => new Promise(() => undefined));
    const invocation: Invocation = { address: 'Sheet1!B2' };
    const table = codeOf(queries.table(args(), invocation));
    await settle();
    expect(queries.running()).toMatchObject([{ addresses: ['Sheet1!B2'] }]);
    invocation.onCanceled?.();
    expect(await table).toBe('cancelled');
  });

  it('asks nothing where Excel cancels the call before the add-in has all that it needs', async () => {
    const { queries, asked } = create();
    const invocation: Invocation = { address: 'Sheet1!B2' };
    const table = codeOf(queries.table(args(), invocation));
    invocation.onCanceled?.();
    expect(await table).toBe('cancelled');
    await settle();
    expect(asked).toEqual([]);
  });
});

describe('a call in the preview of a formula part', () => {
  it('asks nothing', async () => {
    const { queries, asked } = create();
    expect(await queries.table(args(), { isInValuePreview: true })).toEqual([[placeholderText]]);
    expect(asked).toEqual([]);
  });

  it('shows what is in memory', async () => {
    const { queries, asked } = create();
    const table = await queries.table(args(), {});
    expect(await queries.table(args(), { isInValuePreview: true })).toEqual(table);
    expect(asked).toHaveLength(1);
  });

  it('says what is wrong with the arguments', async () => {
    const { queries } = create();
    expect(await codeOf(queries.table(args({ metric: 'nonsense' }), { isInValuePreview: true }))).toBe('invalid_query');
  });
});

describe('the answer for the pane', () => {
  it('is shared with the cells, and comes with its progress', async () => {
    const asking: AskOptions[] = [];
    let give: (answer: Answer) => void = () => undefined;
    const { queries, asked } = create((_, how) => {
      asking.push(how);
      return new Promise((resolve) => (give = resolve));
    });
    const heard: number[] = [];
    const signal = new AbortController().signal;
    const table = queries.table(args(), { address: 'Sheet1!B2' });
    await settle();
    const query = queries.running()[0]?.query;
    if (query === undefined) throw new Error('nothing runs');
    const mine = queries.ask(query, { signal, onProgress: ({ pages }) => heard.push(pages) });
    asking[0]?.onProgress?.({ windowsDone: 1, windowsPlanned: 2, pages: 3, points: 4 });
    give(answer());
    expect(await mine).toEqual(answer());
    expect((await table)[1]).toEqual([46235, 10]);
    expect(await queries.ask(query, { signal })).toEqual(answer());
    expect(heard).toEqual([3]);
    expect(asked).toHaveLength(1);
  });

  it('is no longer awaited when the pane aborts, while the cells still wait', async () => {
    const { queries } = create(() => new Promise(() => undefined));
    const waiting = queries.table(args(), { address: 'Sheet1!B2' });
    waiting.catch(() => undefined);
    await settle();
    const query = queries.running()[0]?.query;
    if (query === undefined) throw new Error('nothing runs');
    const pane = new AbortController();
    const mine = codeOf(queries.ask(query, { signal: pane.signal }));
    pane.abort();
    expect(await mine).toBe('cancelled');
    expect(queries.running()).toMatchObject([{ addresses: ['Sheet1!B2'] }]);
  });
});

describe('a query that is cancelled in the pane', () => {
  it('ends for all its cells, which say so and can ask again', async () => {
    const { queries, asked } = create(() => new Promise(() => undefined));
    const tables = ['Sheet1!B2', 'Sheet1!C2'].map((address) =>
      queries.table(args(), { address }).catch((error: unknown) => failureOf(error)),
    );
    await settle();
    queries.running()[0]?.cancel();
    for (const table of tables)
      expect(await table).toMatchObject({ code: 'cancelled', message: 'You cancelled this query in the pane.' });
    expect(queries.running()).toEqual([]);
    void queries.table(args(), { address: 'Sheet1!B2' }).catch(() => undefined);
    await settle();
    expect(asked).toHaveLength(2);
  });
});
