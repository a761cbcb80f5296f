import { describe, expect, it } from 'vitest';
import type { EngineArgument } from '../../../../../src/dev/preview/page/functions/parameters';
import { toParameters } from '../../../../../src/dev/preview/page/functions/parameters';
import { definition } from '../../../../support/preview/definition';

const of = (parameters: readonly object[], more: object = {}) => definition({ parameters, ...more });
const cell = (value: string | number | boolean | null): EngineArgument => ({ value });
const any = of([{ name: 'a', type: 'any' }]);
const matrix = of([{ name: 'a', type: 'any', dimensionality: 'matrix' }]);

describe('what a formula hands to its function', () => {
  it('is null for what is left out', () => {
    const two = of([
      { name: 'a', optional: true },
      { name: 'b', optional: true },
      { name: 'c', optional: true },
    ]);
    expect(toParameters(two, [undefined, cell(1)])).toEqual({ kind: 'call', values: [null, 1, null] });
  });

  it('is rows for a range, also for a single value', () => {
    const columns = [
      [{ value: 1 }, { value: 2 }],
      [{ value: 'x' }, { value: null }],
    ];
    expect(toParameters(matrix, [columns])).toEqual({
      kind: 'call',
      values: [
        [
          [1, 'x'],
          [2, 0],
        ],
      ],
    });
    expect(toParameters(matrix, [cell('one')])).toEqual({ kind: 'call', values: [[['one']]] });
  });

  it.each([
    ['any', null],
    ['number', 0],
    ['string', ''],
    ['boolean', false],
  ])('gives an empty cell to a parameter of type %s as %j', (type, value) => {
    expect(toParameters(of([{ name: 'a', type }]), [cell(null)])).toEqual({ kind: 'call', values: [value] });
  });

  it.each([
    ['number', '12.5', 12.5],
    ['string', 7, '7'],
    ['string', true, 'TRUE'],
    ['boolean', 2, true],
  ])('turns a value for a parameter of type %s from %j into %j', (type, from, to) => {
    expect(toParameters(of([{ name: 'a', type }]), [cell(from)])).toEqual({ kind: 'call', values: [to] });
  });

  it("makes no call where a value can't be converted to the type", () => {
    expect(toParameters(of([{ name: 'a', type: 'number' }]), [cell('twelve')])).toMatchObject({
      kind: 'error',
      error: { value: '#VALUE!' },
    });
  });

  it('makes no call but a bare #VALUE! where an argument is an error, unless the function takes errors', () => {
    const error = { value: '#N/A', message: 'why' };
    const bare = { kind: 'error', error: { value: '#VALUE!' } };
    expect(toParameters(any, [error])).toEqual(bare);
    expect(toParameters(matrix, [[[{ value: 1 }, error]]])).toEqual(bare);
    const allowed = { allowErrorForDataTypeAny: true };
    expect(toParameters(of([{ name: 'a', type: 'string' }], allowed), [error])).toEqual(bare);
    const passed = { type: 'CustomFunctionError', code: '#N/A' };
    expect(toParameters(of([{ name: 'a', type: 'any' }], allowed), [error])).toEqual({
      kind: 'call',
      values: [passed],
    });
    const rows = of([{ name: 'a', type: 'any', dimensionality: 'matrix' }], allowed);
    expect(toParameters(rows, [[[{ value: 1 }, error]]])).toEqual({ kind: 'call', values: [[[1], [passed]]] });
  });

  it('makes no call but a bare #VALUE! where a required argument is missing', () => {
    const two = of([{ name: 'a' }, { name: 'b' }, { name: 'c', optional: true }]);
    expect(toParameters(two, [cell(1)])).toEqual({ kind: 'error', error: { value: '#VALUE!' } });
    expect(toParameters(two, [undefined, cell(1)])).toEqual({ kind: 'call', values: [null, 1, null] });
  });

  it('waits for an argument that is still busy', () => {
    const tolerant = of([{ name: 'a', type: 'any' }], { allowErrorForDataTypeAny: true });
    expect(toParameters(tolerant, [cell('#BUSY!')])).toMatchObject({ kind: 'error', error: { value: '#BUSY!' } });
  });

  it('gathers repeating arguments', () => {
    const repeating = of([{ name: 'a' }, { name: 'more', repeating: true }]);
    expect(toParameters(repeating, [cell(1), cell(2), cell(3)])).toEqual({ kind: 'call', values: [1, [2, 3]] });
  });
});
