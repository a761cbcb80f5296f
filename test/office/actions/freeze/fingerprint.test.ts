import { describe, expect, it } from 'vitest';
import { fingerprintOf, hashesOf, strangers } from '../../../../src/office/actions/freeze/fingerprint';

const rows = [
  ['Date (UTC)', 'Total sessions'],
  [46235, 10.1],
  [46236, ''],
  [46237, '#N/A'],
];
const print = fingerprintOf(hashesOf(rows));
const changed = (now: readonly (readonly unknown[])[]) => strangers(hashesOf(now), print);

describe('frozen rows are recognized', () => {
  it('as they are', () => {
    expect(changed(rows)).toEqual([]);
  });

  it('sorted, fewer, with blank rows and an empty column between them', () => {
    expect(changed([...rows].reverse())).toEqual([]);
    expect(changed(rows.slice(1))).toEqual([]);
    expect(changed(rows.flatMap((row) => [row, ['', '']]))).toEqual([]);
    expect(changed(rows.map(([first, second]) => [first, '', second]))).toEqual([]);
  });

  it.each([
    ['a number that differs in its last bit', [46235, 10.100000000000001]],
    ['a text in place of a number', [46235, '10.1']],
    ['a cell that was filled', [46236, 5]],
  ])('but not %s', (_, row) => {
    const now = [rows[0] ?? [], row, ...rows.slice(2)];
    expect(changed(now)).toEqual([1]);
  });

  it('but not one row twice', () => {
    expect(changed([...rows, rows[1] ?? []])).toEqual([4]);
  });
});

describe('many frozen rows', () => {
  const many = Array.from({ length: 5_000 }, (_, row) => [row, row / 3]);
  const ofMany = fingerprintOf(hashesOf(many));

  it('take no more room than a few', () => {
    expect(ofMany.each).toBeUndefined();
    expect(strangers(hashesOf([...many].reverse()), ofMany)).toEqual([]);
  });

  it('are not recognized with a change, wherever it is', () => {
    expect(strangers(hashesOf([...many.slice(0, -1), [4_999, 0]]), ofMany)).toBeUndefined();
    expect(strangers(hashesOf(many.slice(1)), ofMany)).toBeUndefined();
  });
});
