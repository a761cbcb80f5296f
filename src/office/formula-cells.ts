/** Our worksheet functions; names in people's workbooks never change. */
export const functionNames = ['SKILLMETRICS', 'SKILLTOTAL', 'ALEXASKILLS', 'ALEXAINTENTS', 'SKILLMETRICSINFO'] as const;

/** Texts in quotes, which may hold anything; Excel doubles a quote inside. */
const quoted = /"(?:[^"]|"")*"/g;
const call = new RegExp(String.raw`(?<![\w.])(?:_xldudf_)?(?:${functionNames.join('|')})\s*\(`, 'i');

/** Whether the content of a cell is a formula that calls one of our functions. */
export const isOurs = (content: unknown): boolean =>
  typeof content === 'string' && content.startsWith('=') && call.test(content.replace(quoted, '""'));

/** Whether Excel's type of a cell's value is that of an error, #BUSY! among them. */
export const isError = (valueType: unknown): boolean => valueType === 'Error';

/** Cells below each other, counted from the corner of the matrix that was searched. */
export interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
}

/** The cells for which `wanted` holds, those below each other in one block. */
export const blocksOf = (
  matrix: readonly (readonly unknown[])[],
  wanted: (content: unknown, row: number, column: number) => boolean,
): readonly Block[] => {
  const width = matrix[0]?.length ?? 0;
  const blocks: Block[] = [];
  for (let column = 0; column < width; column += 1) {
    let start: number | undefined;
    for (let row = 0; row <= matrix.length; row += 1) {
      const hit = row < matrix.length && wanted(matrix[row]?.[column], row, column);
      if (hit) start ??= row;
      else if (start !== undefined) {
        blocks.push({ row: start, column, rows: row - start });
        start = undefined;
      }
    }
  }
  return blocks;
};
