import { describe, expect, it } from 'vitest';
import { toCallResult } from '../../../../../src/dev/preview/page/functions/results';

const ok = (value: unknown) => toCallResult({ id: 1, succeeded: true, value, code: undefined });
const failed = (code: number, message: string) => toCallResult({ id: 1, succeeded: false, value: message, code });

describe('what a cell shows of an answer', () => {
  it('is columns for rows', () =>
    expect(
      ok([
        [1, 'a'],
        [2, ''],
      ]),
    ).toEqual([
      [{ value: 1 }, { value: 2 }],
      [{ value: 'a' }, { value: '' }],
    ]));

  it('is a number in the format that comes with it', () =>
    expect(ok({ type: 'Double', basicValue: 46_235, numberFormat: 'yyyy-mm-dd' })).toEqual({
      value: 46_235,
      format: 'yyyy-mm-dd',
    }));

  it('is 0 for null, alone and in an array, as in Excel', () => {
    expect(ok(null)).toEqual({ value: 0 });
    expect(ok([[null]])).toEqual([[{ value: 0 }]]);
  });

  it.each([[[]], [[[]]], [[[1], [1, 2]]], [[1, 2]]])('is #VALUE! for %j, which is no rectangle', (value) =>
    expect(ok(value)).toMatchObject({ value: '#VALUE!' }),
  );

  it('keeps the text of the two errors that Excel keeps it for', () => {
    expect(failed(1, 'Sign in.')).toEqual({ value: '#N/A', message: 'Sign in.' });
    expect(failed(7, 'No such metric.')).toEqual({ value: '#VALUE!', message: 'No such metric.' });
    expect(failed(5, 'lost')).toEqual({ value: '#DIV/0!', message: '' });
    expect(failed(3, 'a rejected promise')).toEqual({ value: '#VALUE!', message: '' });
  });

  it('is an error inside an array in its own cell, as in the shared runtime of Excel on the web', () => {
    const error = { type: 'Error', basicValue: '#N/A', message: 'inside' };
    expect(ok(error)).toEqual({ value: '#N/A', message: 'inside' });
    expect(ok([[1, error]])).toEqual([[{ value: 1 }], [{ value: '#N/A', message: 'inside' }]]);
  });

  it('takes the basic value of a cell value', () =>
    expect(ok({ type: 'Double', basicValue: 46_235 })).toEqual({ value: 46_235 }));
});
