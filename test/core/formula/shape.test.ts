import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastShape, cellFor, type Grid, isBlank, mapShape, shapeOf } from '../../../src/core/formula/shape';

const grid = (rows: number, columns: number): Grid<string> =>
  mapShape({ rows, columns }, (row, column) => `${row},${column}`);

describe('commonShape', () => {
  it.each([
    ['one cell', [grid(1, 1)], [1, 1]],
    ['a column and a cell', [grid(3, 1), grid(1, 1)], [3, 1]],
    ['a column and a row, crosswise', [grid(3, 1), grid(1, 4)], [3, 4]],
    ['two columns, cell by cell', [grid(3, 1), grid(3, 1)], [3, 1]],
    ['a block and a row of its width', [grid(2, 4), grid(1, 4)], [2, 4]],
  ])('fits %s', (_, grids, [rows, columns]) => {
    expect(broadcastShape(grids)).toEqual({ rows, columns });
  });

  it.each([
    ['columns of different heights', [grid(2, 1), grid(3, 1)]],
    ['a block and a row of another width', [grid(2, 4), grid(1, 3)]],
  ])('has none for %s', (_, grids) => {
    expect(broadcastShape(grids)).toBeUndefined();
  });

  it('has a cell of every range for each of its places', () => {
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(size, size, fc.boolean(), fc.boolean(), (rows, columns, oneRow, oneColumn) => {
        const whole = grid(rows, columns);
        const part = grid(oneRow ? 1 : rows, oneColumn ? 1 : columns);
        const shape = broadcastShape([whole, part]);
        expect(shape).toEqual(shapeOf(whole));
        mapShape({ rows, columns }, (row, column) => {
          expect(cellFor(whole, row, column)).toBe(`${row},${column}`);
          expect(cellFor(part, row, column)).toBe(`${oneRow ? 0 : row},${oneColumn ? 0 : column}`);
        });
      }),
    );
  });
});

describe('isBlank', () => {
  it('holds where no cell holds anything', () => {
    expect(isBlank([[undefined], [undefined]])).toBe(true);
    expect(isBlank([[undefined], ['en-US']])).toBe(false);
  });
});
