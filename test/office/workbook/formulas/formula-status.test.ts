import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, FailureError } from '../../../../src/core/domain/failure';
import type { FunctionResult } from '../../../../src/office/cells/call-result';
import { type Callers, createCallers } from '../../../../src/office/cells/callers';
import { createFailedCells, type FailedCells } from '../../../../src/office/cells/failed-cells';
import { createLastResults, type LastResults } from '../../../../src/office/cells/last-results';
import { readStatuses, type StatusDeps } from '../../../../src/office/workbook/formulas/formula-status';
import type { ListedFormula } from '../../../../src/office/workbook/formulas/list-formulas';

const throttled: Failure = { code: 'throttled', message: 'Too many requests.', advice: 'Wait.' };
const listed = (address: string, shows: ListedFormula['shows'] = 'value'): ListedFormula => ({
  id: address,
  at: { kind: 'cell', address, sheet: 'Sheet1', row: 0, column: 0 },
  formula: '=SKILLTOTAL(A1)',
  sheet: 'visible',
  shows,
});
const result = (asOf: number, provisionalFrom?: number): FunctionResult => ({
  cells: () => [[1]],
  asOf,
  points: 1,
  ...(provisionalFrom === undefined ? {} : { provisionalFrom }),
});

let callers: Callers;
let failed: FailedCells;
let last: LastResults;
let running: string[];
let sources: StatusDeps;

beforeEach(() => {
  [callers, failed, last, running] = [createCallers(), createFailedCells(1), createLastResults(), []];
  const queries: StatusDeps['queries'] = {
    running: () => [{ query: {} as never, addresses: running, cancel: () => undefined }],
    subscribe: () => () => undefined,
  };
  sources = { callers, failed, last, queries };
});

/** A cell calls, and its call ends so. */
const call = (address: string, outcome: FunctionResult | Failure, key = 'k', mayServe = true) => {
  const own = callers.start(address, key);
  const end = (): Promise<FunctionResult> =>
    'code' in outcome ? Promise.reject(new FailureError(outcome)) : Promise.resolve(outcome);
  return failed.watch(own, () => last.orLast(own, end, mayServe)).catch(() => undefined);
};
const statusAt = (address: string, shows?: ListedFormula['shows'], calls = 1) =>
  readStatuses(sources)(listed(address, shows), calls);

describe('the status of a formula', () => {
  it('is done with the times of its answer, however its address is written', async () => {
    await call("'Sheet1'!A1", result(100, 50));
    expect(statusAt('Sheet1!$A$1')).toEqual({ state: { kind: 'done' }, fetchedAt: 100, provisionalFrom: 50 });
  });

  it('is of the oldest of its calls, and of none that stood there before', async () => {
    await call('Sheet1!A1', result(1), 'gone');
    await call('Sheet1!A1', result(300), 'first');
    await call('Sheet1!A1', result(200, 20), 'second');
    expect(statusAt('Sheet1!A1', 'value', 2)).toEqual({ state: { kind: 'done' }, fetchedAt: 200, provisionalFrom: 20 });
  });

  it('is failed with the reason, for every cell and not only for those that the pane lists', async () => {
    for (const cell of ['Sheet1!A1', 'Sheet1!A2']) await call(cell, throttled);
    expect(failed.list()).toHaveLength(1);
    for (const cell of ['Sheet1!A1', 'Sheet1!A2'])
      expect(statusAt(cell, 'error').state).toEqual({ kind: 'failed', failure: throttled });
  });

  it('says that old values are shown, and since when', async () => {
    await call('Sheet1!A1', result(100));
    await call('Sheet1!A1', throttled);
    expect(statusAt('Sheet1!A1')).toEqual({
      state: { kind: 'kept', since: 100, failure: throttled },
      fetchedAt: 100,
    });
  });

  it('is waiting while a query runs for it, and while a call has not ended', () => {
    running.push('Sheet1!A1');
    callers.start('Sheet1!A2', 'k');
    expect(statusAt('Sheet1!A1').state.kind).toBe('waiting');
    expect(statusAt('Sheet1!A2', 'error').state.kind).toBe('waiting');
  });

  it("is 'not calculated' where Excel was asked and hasn't called, or knew no such function", () => {
    callers.setSilent(['Sheet1!A1']);
    expect(statusAt('Sheet1!A1').state.kind).toBe('not-calculated');
    expect(statusAt('Sheet1!A2', 'unknown-name').state.kind).toBe('not-calculated');
  });

  it('is what the cell showed, where it has not called since the add-in started', () => {
    expect(statusAt('Sheet1!A1')).toEqual({ state: { kind: 'done' } });
    expect(statusAt('Sheet1!A2', 'error')).toEqual({ state: { kind: 'failed' } });
  });
});
