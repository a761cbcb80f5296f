import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  broadcastShape,
  cellFor,
  errorsIn,
  type Grid,
  gridOf,
  isBlank,
  listOf,
  mapShape,
  namesOf,
  rowsOf,
  shapeOf,
  shown,
} from '../../../src/core/formula/cell-input';

describe('listOf', () => {
  it.each([
    ['null, as Excel hands over what is left out', null, []],
    ['undefined', undefined, []],
    ['an empty text', '', []],
    ['a text of spaces', '  \t', []],
    ['text with stray spaces', ' totalSessions ', ['totalSessions']],
    ['text with no-break spaces around it', '\u00a0live\u00a0', ['live']],
    ['text with a no-break space in it', '2026-08-01\u00a010:45', ['2026-08-01 10:45']],
    ['text with zero-width characters in it', '\ufeffamzn1.\u200bask\u200e', ['amzn1.ask']],
    ['a number', 45_000.5, [45_000.5]],
    ['zero', 0, [0]],
    ['a boolean', false, [false]],
    ['a typed cell value', { type: 'Double', basicValue: 45_000, numberFormat: 'yyyy-mm-dd' }, [45_000]],
    ['an empty typed cell value', { type: 'Empty', basicValue: '' }, []],
    ['an error in a cell', { type: 'Error', basicValue: '#N/A', errorType: 'NotAvailable' }, ['#N/A']],
    ['an object without a basic value', { type: 'WebImage' }, ['[WebImage]']],
    ['an object of no type', {}, ['[object]']],
    ['a column', [['a'], [''], [null], ['b']], ['a', 'b']],
    [
      'a block, row by row',
      [
        ['a', 'b'],
        [1, { type: 'String', basicValue: ' c ' }],
      ],
      ['a', 'b', 1, 'c'],
    ],
  ])('reads %s', (_, value, list) => {
    expect(listOf(value)).toEqual(list);
  });
});

describe('errorsIn', () => {
  it('finds errors in reading order, typed or as Excel’s own class', () => {
    const own = Object.assign(new Error(''), { type: 'Error', code: '#NUM!', basicValue: '#NUM!' });
    expect(errorsIn([['a', own], [{ type: 'Error', basicValue: '#N/A' }]])).toEqual(['#NUM!', '#N/A']);
    expect(errorsIn({ type: 'Error' })).toEqual(['#VALUE!']);
    expect(errorsIn([['#N/A', 0, null], [{ type: 'Double', basicValue: 1 }]])).toEqual([]);
  });
});

describe('namesOf', () => {
  it('leaves out the zeros as which empty cells may arrive', () => {
    expect(namesOf([['totalSessions'], [0], ['']])).toEqual(['totalSessions']);
    expect(namesOf(0)).toEqual([]);
  });
});

describe('gridOf', () => {
  it('keeps the shape of a range, and blanks in their places', () => {
    expect(
      gridOf([
        [' a ', { type: 'String', basicValue: 'b' }, 0],
        ['', null, false],
      ]),
    ).toEqual([
      ['a', 'b', undefined],
      [undefined, undefined, false],
    ]);
  });

  it('makes one cell of a single value or of none', () => {
    expect(gridOf('a')).toEqual([['a']]);
    expect(gridOf(null)).toEqual([[undefined]]);
  });
});

describe('rowsOf', () => {
  it('keeps rows apart, without blanks', () => {
    expect(
      rowsOf([
        ['tz', 'UTC'],
        ['', ''],
        ['limit', 10, null],
      ]),
    ).toEqual([
      ['tz', 'UTC'],
      ['limit', 10],
    ]);
    expect(rowsOf('tz=UTC')).toEqual([['tz=UTC']]);
    expect(rowsOf(null)).toEqual([]);
  });

  it('leaves out rows of empty cells that arrive as zeros, and keeps zeros beside something', () => {
    expect(
      rowsOf([
        ['fill', 0],
        [0, 0],
      ]),
    ).toEqual([['fill', 0]]);
    expect(rowsOf(0)).toEqual([]);
  });
});

describe('shown', () => {
  it('returns a value as short text on one line', () => {
    expect(shown('a\nb')).toBe('a b');
    expect(
      shown([
        ['a', 1],
        [null, true],
      ]),
    ).toBe('a, 1, true');
    expect(shown(null)).toBe('');
    expect(shown('x'.repeat(60))).toBe('x'.repeat(60));
    expect(shown('x'.repeat(61))).toBe(`${'x'.repeat(57)}…`);
  });
});

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
