import { beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from '../../../../../src/dev/preview/page/functions/calls';
import { Calls } from '../../../../../src/dev/preview/page/functions/calls';
import { Samples } from '../../../../../src/dev/preview/page/functions/samples';
import { wholeCell } from '../../../../../src/dev/preview/page/functions/saved-call';
import { definition } from '../../../../support/preview/definition';

const cancelable = definition({ options: { cancelable: true } });
const a1 = { sheetId: 'sheet', row: 0, col: 0 };
const busy = { value: '#BUSY!', message: '' };
const answer = (id: number, value: unknown) => ({ id, succeeded: true, value, code: undefined });

let events: string[];
let calls: Calls;
const port = {
  invoke: ({ id, parameters }: Invocation) => void events.push(`invoke ${id} ${JSON.stringify(parameters)}`),
  cancel: (id: number) => void events.push(`cancel ${id}`),
};

beforeEach(() => {
  events = [];
  calls = new Calls(port);
});

/** One evaluation in which these cells' formulas ask with these parameters. */
function evaluate(asked: readonly unknown[][], formula = '=TEST(B1)'): unknown[] {
  const answers = asked.map((parameters) => calls.ask(a1, formula, cancelable, parameters));
  calls.sweep(() => formula);
  return answers;
}

describe('the calls of custom functions', () => {
  it('start once, however often the engine asks, and answer when they are settled', () => {
    expect(evaluate([[1], [1]])).toEqual([busy, busy]);
    expect(evaluate([[1]])).toEqual([busy]);
    expect(calls.pending).toBe(1);
    expect(calls.settle([answer(1, 'done')])).toEqual([a1]);
    expect(evaluate([[1]])).toEqual([{ value: 'done' }]);
    expect(calls.pending).toBe(0);
    expect(events).toEqual(['invoke 1 [1]']);
  });

  it('start again with other parameters, and cancel the old one', () => {
    evaluate([[1]]);
    evaluate([[2]]);
    expect(events).toEqual(['invoke 1 [1]', 'invoke 2 [2]', 'cancel 1']);
    expect(calls.settle([answer(1, 'late')])).toEqual([]);
  });

  it('are several in one formula', () => {
    evaluate([[1], [2]]);
    expect(calls.pending).toBe(2);
    evaluate([[1], [2]]);
    expect(events).toEqual(['invoke 1 [1]', 'invoke 2 [2]']);
  });

  it('are cancelled when their cell holds another formula, or none', () => {
    evaluate([[1]]);
    calls.sweep(() => undefined);
    expect(events).toEqual(['invoke 1 [1]', 'cancel 1']);
    expect(calls.pending).toBe(0);
  });

  it('run again once forgotten', () => {
    evaluate([[1]]);
    calls.settle([answer(1, 'first')]);
    calls.forget(a1);
    expect(evaluate([[1]])).toEqual([busy]);
    expect(events).toEqual(['invoke 1 [1]', 'invoke 2 [1]']);
  });

  it('are not cancelled where the function does not ask for it', () => {
    calls.ask(a1, '=TEST()', definition({}), []);
    calls.forget(a1);
    expect(events).toEqual(['invoke 1 []']);
  });

  it('are not started by a look', () => {
    expect(calls.known(cancelable, [1])).toEqual(busy);
    evaluate([[1]]);
    calls.settle([answer(1, 'known')]);
    expect(calls.known(cancelable, [1])).toEqual({ value: 'known' });
    expect(events).toEqual(['invoke 1 [1]']);
  });
});

describe('a cell that shows an error', () => {
  const fail = (id: number) => ({ id, succeeded: false, value: 'no', code: 1 });

  it('waits for a number of calculations, at #BUSY!, before it calls again', () => {
    evaluate([[1]]);
    calls.settle([fail(1)]);
    expect(evaluate([[1]])).toEqual([{ value: '#N/A', message: 'no' }]);
    calls.recalculate(a1, 1);
    expect([evaluate([[1]]), calls.pending]).toEqual([[busy], 0]);
    calls.recalculate(a1, 1);
    evaluate([[1]]);
    expect(events).toEqual(['invoke 1 [1]', 'invoke 2 [1]']);
    calls.settle([answer(2, 7)]);
    calls.recalculate(a1, 1);
    evaluate([[1]]);
    expect(events.at(-1)).toBe('invoke 3 [1]');
  });

  it('calls at once where it swallows nothing, and where its formula is entered', () => {
    evaluate([[1]]);
    calls.settle([fail(1)]);
    calls.recalculate(a1);
    evaluate([[1]]);
    calls.settle([fail(2)]);
    calls.recalculate(a1, 9);
    calls.forget(a1);
    evaluate([[1]]);
    expect(events.filter((event) => event.startsWith('invoke'))).toHaveLength(3);
  });
});

describe('a workbook that was saved', () => {
  const opened = (late: boolean): void => {
    evaluate([[1]]);
    calls.settle([{ id: 1, succeeded: false, value: 'no', code: 1 }]);
    const saved = calls.save();
    events = [];
    calls = new Calls(port);
    calls.open(saved, late);
  };

  it('shows what was saved, and calls nothing before it is calculated', () => {
    opened(false);
    expect(evaluate([[1]])).toEqual([{ value: '#N/A', message: 'no' }]);
    expect([events, calls.pending]).toEqual([[], 0]);
    calls.recalculate(a1);
    expect(evaluate([[1]])).toEqual([busy]);
    expect(events).toHaveLength(1);
  });

  it('calls where parameters are others by now', () => {
    opened(false);
    expect(evaluate([[2]])).toEqual([busy]);
    expect(events).toEqual(['invoke 1 [2]']);
  });

  it('knows no function of an add-in that comes later, until the formula is entered again', () => {
    opened(true);
    expect(evaluate([[1]])).toEqual([{ value: '#NAME?', message: '' }]);
    calls.recalculate(a1);
    expect(evaluate([[1]])).toEqual([{ value: '#NAME?', message: '' }]);
    calls.forget(a1);
    expect(evaluate([[1]])).toEqual([busy]);
  });

  it('show what a file says of their cell, whatever they ask, until it is calculated', () => {
    calls.open([{ key: wholeCell, at: a1, result: { value: 7 } }], false);
    expect(evaluate([[1]])).toEqual([{ value: 7 }]);
    expect(evaluate([[1]])).toEqual([{ value: 7 }]);
    expect(evaluate([[2]])).toEqual([busy]);
    expect(events).toEqual(['invoke 2 [2]']);
  });

  it('are made again on opening where a sample stood', () => {
    const refusal = { id: 1, succeeded: false, value: 'Sign in first.', code: 1 };
    calls = new Calls(port, new Samples([{ at: a1, refusal: 'Sign in', result: { value: 100 } }]));
    evaluate([[1]]);
    calls.settle([refusal]);
    expect(evaluate([[1]])).toEqual([{ value: 100 }]);
    expect(calls.save()).toEqual([]);
    calls.recalculate(a1);
    evaluate([[1]]);
    calls.settle([answer(2, 'done')]);
    expect(evaluate([[1]])).toEqual([{ value: 'done' }]);
    expect(calls.save()).toHaveLength(1);
  });
});
