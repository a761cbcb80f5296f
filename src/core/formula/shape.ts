/** Cells in the shape of the range that they come from, and what Excel makes of ranges of several shapes. */

/** Rows of cells, all of one width; what holds nothing is undefined. */
export type Grid<T> = readonly (readonly (T | undefined)[])[];

export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

export const shapeOf = (grid: Grid<unknown>): Shape => ({ rows: grid.length, columns: grid[0]?.length ?? 0 });

export const isBlank = (grid: Grid<unknown>): boolean => grid.every((row) => row.every((cell) => cell === undefined));

/**
 * The shape in which Excel itself would calculate with these ranges: a row stands for every row, a column for every
 * column. Undefined where they do not fit together.
 */
export const broadcastShape = (grids: readonly Grid<unknown>[]): Shape | undefined => {
  const shapes = grids.map(shapeOf);
  const rows = Math.max(...shapes.map((shape) => shape.rows));
  const columns = Math.max(...shapes.map((shape) => shape.columns));
  const fit = shapes.every((shape) => [1, rows].includes(shape.rows) && [1, columns].includes(shape.columns));
  return fit ? { rows, columns } : undefined;
};

/** The cell that a range has for a place in the common shape. */
export const cellFor = <T>(grid: Grid<T>, row: number, column: number): T | undefined => {
  const { rows, columns } = shapeOf(grid);
  return grid[rows === 1 ? 0 : row]?.[columns === 1 ? 0 : column];
};

/** A cell for each place of a shape. */
export const mapShape = <T>({ rows, columns }: Shape, cell: (row: number, column: number) => T): T[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => cell(row, column)));
