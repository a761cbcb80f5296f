import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Failure, type FailureCode, FailureError, failureOf } from '../../../src/core/domain/failure';
import { type Calculate, createCalculate } from '../../../src/office/cells/calculations';
import type { FunctionResult } from '../../../src/office/cells/call-result';
import { type Callers, createCallers } from '../../../src/office/cells/callers';
import type { ExcelCell } from '../../../src/office/cells/cell-values';
import { createFailedCells, type FailedCells } from '../../../src/office/cells/failed-cells';
import { type Invocation, placeholderText } from '../../../src/office/cells/invocation';
import { createLastResults, type LastResults } from '../../../src/office/cells/last-results';
import { cancelled } from '../../../src/office/lib/abort';
import { defer } from '../../support/office/manual-clock';

const away: Failure = { code: 'unavailable', message: 'Not there.', advice: 'Wait.' };
const failure = (code: FailureCode): Failure =>
  code === 'invalid_query' ? { ...away, code, problems: [] } : { ...away, code };

let callers: Callers;
let failed: FailedCells;
let last: LastResults;
let calculate: Calculate;

const create = (maxPoints?: number): void => {
  [callers, failed, last] = [createCallers(), createFailedCells(), createLastResults(maxPoints)];
  calculate = createCalculate({ callers, failed, last });
};

beforeEach(() => {
  create();
});

const result = (value: ExcelCell, more: Partial<FunctionResult> = {}): FunctionResult => ({
  cells: () => [[value]],
  asOf: 1_000,
  points: 1,
  ...more,
});
const at = (address: string): Invocation => (address === '' ? {} : { address });

/** What a cell shows once its call has come to something: a value, or a failure's code. */
const show = async (
  outcome: FunctionResult | Failure,
  address = 'Sheet1!A1',
  args: unknown = '-7d',
): Promise<unknown> => {
  try {
    const call = { name: 'total', args, invocation: at(address) };
    const cells = await calculate(call, () =>
      'code' in outcome ? Promise.reject(new FailureError(outcome)) : Promise.resolve(outcome),
    );
    return cells[0]?.[0];
  } catch (error) {
    return failureOf(error).code;
  }
};

describe('a call that fails after it had a result', () => {
  it.each([
    'sign_in_required',
    'forbidden',
    'throttled',
    'unavailable',
    'bad_answer',
    'deadline_exceeded',
    'internal',
  ] as const)('keeps its last result where the reason lies not in the formula: %s', async (code) => {
    expect(await show(result(7))).toBe(7);
    expect(await show(failure(code))).toBe(7);
    expect(last.list()).toMatchObject([{ address: 'Sheet1!A1', since: 1_000, failure: { code } }]);
    expect(failed.list()).toEqual([]);
  });

  it.each(['invalid_query', 'rejected', 'too_large', 'not_found'] as const)(
    'shows the error of what only another formula changes: %s',
    async (code) => {
      await show(result(7));
      expect(await show(failure(code))).toBe(code);
      expect(last.list()).toEqual([]);
      expect(failed.list()).toHaveLength(1);
    },
  );

  it('tells of what range the last result is where it would be another now: the days of "-7d" move on', async () => {
    const shown = { startTime: 1, endTime: 2 };
    const fail = (range: FunctionResult['range']) =>
      calculate({ name: 'total', args: '-7d', invocation: at('Sheet1!A1') }, (about) => {
        about(range ?? shown);
        return Promise.reject(new FailureError(away));
      });
    await show(result(7, { range: shown }));
    await fail({ startTime: 2, endTime: 3 });
    expect(last.list()).toMatchObject([{ range: shown }]);
    await fail(shown);
    expect(last.list()[0]).not.toHaveProperty('range');
  });

  it('is told until it has a new result', async () => {
    const hear = vi.fn();
    last.subscribe(hear);
    await show(result(7));
    expect(hear).not.toHaveBeenCalled();
    await show(away);
    expect(last.list()).toBe(last.list());
    expect(await show(result(8))).toBe(8);
    expect(last.list()).toEqual([]);
    expect(hear).toHaveBeenCalledTimes(2);
    expect(await show(away)).toBe(8);
  });

  it('is none of another formula: other arguments have no last result', async () => {
    await show(result(7));
    expect(await show(away, 'Sheet1!A1', '-8d')).toBe('unavailable');
  });

  it('keeps its result when rows are inserted above: the cell calls from another place', async () => {
    await show(result(7));
    expect(await show(away, 'Sheet1!A2')).toBe(7);
    expect(last.list()).toMatchObject([{ address: 'Sheet1!A2' }]);
  });

  it('is told for each of a cell’s calls on its own', async () => {
    await show(result(1), 'Sheet1!A1', 'one');
    await show(result(2), 'Sheet1!A1', 'other');
    await show(away, 'Sheet1!A1', 'one');
    await show(result(3), 'Sheet1!A1', 'other');
    expect(last.list()).toHaveLength(1);
  });

  it('shows what Excel called off as such', async () => {
    await show(result(7));
    await show(away);
    expect(await show(cancelled)).toBe('cancelled');
    expect(last.list()).toHaveLength(1);
  });

  it('fails where its cell cannot be told of', async () => {
    await show(result(7), '');
    expect(await show(away, '')).toBe('unavailable');
  });
});

describe('a cell in error that is tried again', () => {
  it('gets a true answer or none, even where another cell has a last result of the same call', async () => {
    await show(away, 'Sheet1!A1');
    await show(result(7), 'Sheet1!B1');
    expect(await show(away, 'Sheet1!A1')).toBe('unavailable');
    failed.forget();
    expect(await show(away, 'Sheet1!A1')).toBe('unavailable');
    expect(await show(result(8), 'Sheet1!A1')).toBe(8);
    expect(await show(away, 'Sheet1!A1')).toBe(8);
  });
});

describe('last results', () => {
  it('are nobody else’s', async () => {
    await show(result(7));
    await show(away);
    last.clear();
    expect(last.list()).toEqual([]);
    expect(await show(away)).toBe('unavailable');
  });

  it('are bounded: what was got longest ago goes first', async () => {
    create(5);
    await show(result(1, { points: 3 }), 'A1', 1);
    await show(result(2, { points: 2 }), 'A2', 2);
    await show(result(1, { points: 3 }), 'A1', 1);
    await show(result(3, { points: 1 }), 'A3', 3);
    expect([await show(away, 'A1', 1), await show(away, 'A2', 2), await show(away, 'A3', 3)]).toEqual([
      1,
      'unavailable',
      3,
    ]);
  });

  it('are not what Excel would not take', async () => {
    const tooLarge = result(0, {
      cells: () => {
        throw new FailureError(failure('too_large'));
      },
    });
    expect(await show(tooLarge)).toBe('too_large');
    expect(await show(away)).toBe('unavailable');
  });

  it('are not listed any more for calls that cells no longer make', async () => {
    await show(result(7));
    await show(away);
    last.drop(({ address }) => address === 'Sheet1!B9');
    expect(last.list()).toHaveLength(1);
    last.drop(({ turn }) => turn <= callers.turn());
    expect(last.list()).toEqual([]);
  });
});

describe('a call', () => {
  it('is noted with its place and its turn', async () => {
    const before = callers.turn();
    await show(result(7));
    expect(callers.since(before)).toEqual(['Sheet1!A1']);
    expect(callers.since(callers.turn())).toEqual([]);
  });

  it('that runs is still made by its cell, and stays listed until it has come to something', async () => {
    await show(result(7));
    await show(away);
    const turn = callers.turn();
    const running = defer<FunctionResult>();
    const call = { name: 'total', args: '-7d', invocation: at('Sheet1!A1') };
    const cells = calculate(call, () => running.promise);
    last.drop((one) => one.turn <= turn);
    expect(last.list()).toHaveLength(1);
    running.resolve(result(8));
    await cells;
    expect(last.list()).toEqual([]);
  });

  it('that somebody only looks at leaves no trace', async () => {
    const looked = { name: 'total', args: 1, invocation: { address: 'A1', isInValuePreview: true } };
    expect(await calculate(looked, () => Promise.resolve(undefined))).toEqual([[placeholderText]]);
    expect(callers.turn()).toBe(0);
  });
});

describe('the cells that have called', () => {
  it('are remembered up to a bound, the latest first to stay', () => {
    const few = createCallers(2);
    for (const address of ['A1', 'A2', 'A1', 'A3']) few.start(address, '');
    expect(few.since(0)).toEqual(['A1', 'A3']);
  });
});
