import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, isOurs } from '../../src/office/formula-cells';

describe('our formulas', () => {
  it.each([
    '=SKILLMETRICS(A1,"totalSessions",B1)',
    '=skillmetrics (A1,B1,C1)',
    '=SUM(SKILLMETRICS(A1,B1,C1,,,,,,,0))',
    '=IFERROR(INDEX(SKILLMETRICS(A1,B1,C1),2,2),"-")',
    '=_xldudf_SKILLMETRICS(A1,B1,C1)',
    '=SKILLTOTAL(A1,B1,C1)/7',
    '=ALEXASKILLS()',
    '=TAKE(alexaintents(A1),5)',
    '=SKILLMETRICSINFO(A1,B1,C1)',
    '="a ""quoted"" text"&SKILLMETRICS(A1,B1,C1)',
  ])('are found: %s', (formula) => expect(isOurs(formula)).toBe(true));

  it.each([
    'SKILLMETRICS(A1,B1,C1)',
    '="SKILLMETRICS("',
    '="say ""SKILLMETRICS("""',
    '=MYSKILLMETRICS(A1)',
    '=OTHER.SKILLMETRICS(A1)',
    '=SKILLMETRICSX(A1)',
    '=SKILLMETRICS',
    42,
    true,
    '',
  ])('are told from other contents: %s', (content) => expect(isOurs(content)).toBe(false));
});

describe('blocks of cells', () => {
  it('cover exactly the wanted cells, those below each other together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        (width, cells) => {
          const rows = Math.ceil(cells.length / width);
          const matrix = Array.from({ length: rows }, (_, row) =>
            Array.from({ length: width }, (__, column) => cells[row * width + column] ?? false),
          );
          const covered = matrix.map((row) => row.map(() => 0));
          for (const { row, column, rows: height } of blocksOf(matrix, (cell) => cell === true)) {
            expect(matrix[row - 1]?.[column] ?? false).toBe(false);
            expect(matrix[row + height]?.[column] ?? false).toBe(false);
            for (let at = row; at < row + height; at += 1) {
              const line = covered[at];
              if (line !== undefined) line[column] = (line[column] ?? 0) + 1;
            }
          }
          expect(covered).toEqual(matrix.map((row) => row.map((cell) => (cell ? 1 : 0))));
        },
      ),
    );
  });
});
