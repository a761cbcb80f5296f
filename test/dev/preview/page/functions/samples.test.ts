import { describe, expect, it } from 'vitest';
import { Samples } from '../../../../../src/dev/preview/page/functions/samples';

const at = { sheetId: 'sheet', row: 0, col: 0 };
const numbers = [[{ value: 'Sample' }, { value: 100 }]];
const refused = { value: '#N/A', message: "You're not signed in. Sign in." };
const one = { at, refusal: "You're not signed in.", result: numbers };

describe('a sample', () => {
  it("replaces the refusal of its cell's first call, and of no other", () => {
    const samples = new Samples([one]);
    expect(samples.insteadOf({ at, key: 'SUM[1]', result: refused })).toEqual(numbers);
    expect(samples.insteadOf({ at, key: 'SUM[2]', result: refused })).toBeUndefined();
    expect(samples.insteadOf({ at: { ...at, row: 1 }, key: 'SUM[1]', result: refused })).toBeUndefined();
    expect(samples.insteadOf({ at, key: 'SUM[1]', result: refused })).toEqual(numbers);
  });

  it.each([
    ['an answer', { value: 7 }],
    ['an empty cell', { value: null }],
    ['a table', [[{ value: 7 }]]],
    ['another error', { value: '#N/A', message: 'Amazon is busy.' }],
    ['an error in the formula', { value: '#VALUE!', message: "You're not signed in." }],
    ['an error without a message', { value: '#N/A' }],
  ])('is gone for good after %s', (_, result) => {
    const samples = new Samples([one]);
    expect(samples.insteadOf({ at, key: 'SUM[1]', result: refused })).toEqual(numbers);
    expect(samples.insteadOf({ at, key: 'SUM[1]', result })).toBeUndefined();
    expect(samples.insteadOf({ at, key: 'SUM[1]', result: refused })).toBeUndefined();
    expect(samples.save()).toEqual([]);
  });

  it('is saved with the call that it replaces', () => {
    const samples = new Samples([one]);
    samples.insteadOf({ at, key: 'SUM[1]', result: refused });
    const opened = new Samples(samples.save());
    expect(opened.insteadOf({ at, key: 'SUM[2]', result: refused })).toBeUndefined();
    expect(opened.insteadOf({ at, key: 'SUM[1]', result: refused })).toEqual(numbers);
  });
});
