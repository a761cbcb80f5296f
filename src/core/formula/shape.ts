/** Cells in the shape of their range, and how Excel combines ranges of several shapes. */

/** Rows of cells, all equally wide. Blank cells are `undefined`. */
export type Grid<T> = readonly (readonly (T | undefined)[])[];

/** The size of a range, in cells. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** The size of a grid. */
export const shapeOf = (grid: Grid<unknown>): Shape => ({ rows: grid.length, columns: grid[0]?.length ?? 0 });

/** Whether all cells are blank. */
export const isBlank = (grid: Grid<unknown>): boolean => grid.every((row) => row.every((cell) => cell === undefined));

/**
 * The shape in which Excel would calculate with these ranges: a row is repeated for every row, a column for every
 * column. `undefined` if they don't fit together.
 */
export const broadcastShape = (grids: readonly Grid<unknown>[]): Shape | undefined => {
  const shapes = grids.map(shapeOf);
  const rows = Math.max(...shapes.map((shape) => shape.rows));
  const columns = Math.max(...shapes.map((shape) => shape.columns));
  const fit = shapes.every((shape) => [1, rows].includes(shape.rows) && [1, columns].includes(shape.columns));
  return fit ? { rows, columns } : undefined;
};

/** The cell of a range at a place in the common shape; see `broadcastShape`. */
export const cellFor = <T>(grid: Grid<T>, row: number, column: number): T | undefined => {
  const { rows, columns } = shapeOf(grid);
  return grid[rows === 1 ? 0 : row]?.[columns === 1 ? 0 : column];
};

/** A new grid with a cell for each place of a shape. Rows and columns count from 0. */
export const mapShape = <T>({ rows, columns }: Shape, cell: (row: number, column: number) => T): T[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => cell(row, column)));
