import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Failure, failureCodes, FailureError, invalidQuery } from '../../../src/core/domain/failure';
import { passErrors } from '../../../src/core/formula/cell-input';
import { cellErrorOf, inCell } from '../../../src/office/cells/cell-error';

class CellError {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

/** Those that Excel takes from a function. */
const codes = {
  invalidValue: '#VALUE!',
  notAvailable: '#N/A',
  divisionByZero: '#DIV/0!',
  invalidNumber: '#NUM!',
  nullReference: '#NULL!',
};

beforeAll(() => {
  Object.assign(globalThis, {
    CustomFunctions: { Error: CellError, ErrorCode: codes },
  });
});

const failureWith = (code: Failure['code']): Failure =>
  code === 'invalid_query'
    ? invalidQuery([{ argument: 'period', value: 'P2D', accepted: 'SINGLE, PT15M, PT1H, P1D' }])
    : { code, message: `What is ${code}.`, advice: 'What to do.' };

describe("a cell's error", () => {
  it('is #VALUE! for what the formula’s author can fix, #N/A for the rest', () => {
    const codes = failureCodes.map((code): [string, string] => [
      code,
      cellErrorOf(new FailureError(failureWith(code))).code,
    ]);
    expect(codes.filter(([, shown]) => shown === '#VALUE!').map(([code]) => code)).toEqual([
      'invalid_query',
      'rejected',
      'too_large',
    ]);
    expect(codes.every(([, shown]) => shown === '#VALUE!' || shown === '#N/A')).toBe(true);
  });

  it.each([
    ['#N/A', '#N/A'],
    ['#DIV/0!', '#DIV/0!'],
    ['#NUM!', '#NUM!'],
    ['#NULL!', '#NULL!'],
    ['#VALUE!', '#VALUE!'],
    ['#REF!', '#VALUE!'],
    ['#NAME?', '#VALUE!'],
  ])('is for an argument that is %s the error %s', (held, shown) => {
    const thrown = (() => {
      try {
        passErrors({ metric: { type: 'Error', basicValue: held } });
        return undefined;
      } catch (error) {
        return error;
      }
    })();
    const { code, message } = cellErrorOf(thrown);
    expect([code, message]).toEqual([shown, `metric is ${held}. Fix the cells that this argument refers to.`]);
  });

  it('says what happened and what to do', () => {
    expect(cellErrorOf(new FailureError(failureWith('throttled'))).message).toBe('What is throttled. What to do.');
    expect(cellErrorOf(new FailureError(failureWith('invalid_query'))).message).toContain(
      'period can\'t be "P2D": SINGLE, PT15M, PT1H, P1D.',
    );
  });

  it('has a text that fits into Excel’s card', () => {
    const endless = { code: 'rejected', message: 'long '.repeat(1_000), advice: '' } as const;
    const { message } = cellErrorOf(new FailureError(endless));
    expect(message?.length).toBe(500);
    expect(message?.endsWith('…')).toBe(true);
  });

  it('is what a calculation throws, whatever was thrown in it', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(inCell(() => Promise.reject(new TypeError('x is not a function')))).rejects.toBeInstanceOf(CellError);
    expect(logged).toHaveBeenCalledOnce();
    expect(await inCell(() => Promise.resolve(42))).toBe(42);
  });
});
