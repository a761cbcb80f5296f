import { describe, expect, it } from 'vitest';
import { largestChange, relativeChange } from '../../../src/core/tables/compare-tables';

const series = { headers: 1, layout: 'columns', labels: 1 } as const;
const totals = { headers: 0, layout: 'columns', labels: 0 } as const;

describe('a table of series', () => {
  const before = [
    ['Date', 'Sessions', 'Customers'],
    [1, 100, 10],
    [2, 100, 20],
  ];

  it('is compared in the rows that it had before, by the column that changed most', () => {
    const after = [
      ['Date', 'Sessions', 'Customers'],
      [2, 110, 30],
      [3, 9_000, 1],
    ];
    expect(largestChange(before, after, series)).toEqual({ label: 'Customers', before: 20, after: 30, rows: 1 });
  });

  it('is the same whether its series are columns or rows', () => {
    const turn = (table: readonly (readonly unknown[])[]): unknown[][] =>
      (table[0] ?? []).map((_, column) => table.map((row) => row[column]));
    const after = [before[0] ?? [], [1, 150, 10], [2, 100, 20]];
    const change = { label: 'Sessions', before: 200, after: 250, rows: 2 };
    expect(largestChange(before, after, series)).toEqual(change);
    expect(largestChange(turn(before), turn(after), { ...series, layout: 'rows' })).toEqual(change);
  });

  it('has nothing to compare where no row was there before, or where its columns are others', () => {
    expect(largestChange(before, [before[0] ?? [], [9, 1, 1]], series)).toBeUndefined();
    expect(
      largestChange(
        before,
        [
          ['Date', 'Utterances'],
          [1, 5],
        ],
        series,
      ),
    ).toBeUndefined();
  });
});

describe('totals', () => {
  it('are compared by their place', () => {
    expect(largestChange([[100, 0, 50]], [[101, 0, 40]], totals)).toEqual({ before: 50, after: 40 });
  });

  it('are not compared where their number has changed', () => {
    expect(largestChange([[100]], [[1, 2]], totals)).toBeUndefined();
  });
});

it('says how large a change is', () => {
  expect([
    relativeChange({ before: 100, after: 102 }),
    relativeChange({ before: -4, after: -2 }),
    relativeChange({ before: 0, after: 3 }),
    relativeChange({ before: 0, after: 0 }),
  ]).toEqual([0.02, 0.5, Infinity, 0]);
});
