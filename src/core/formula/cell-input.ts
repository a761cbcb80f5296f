/**
 * Makes regular what Excel passes to a custom function: single values, ranges, arrays, typed cell values and blanks.
 */
import { FailureError } from '../domain/failure';

/** Cells in the shape of their range, and how Excel combines ranges of several shapes. */

/** Rows of cells, all equally wide. Blank cells are `undefined`. */
export type Grid<T> = readonly (readonly (T | undefined)[])[];

/** The size of a range, in cells. */
interface Shape {
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

/** The value of one cell that isn't blank. */
export type Scalar = string | number | boolean;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A typed cell value (`{type, basicValue, …}`) as the value that the cell would have without types. */
const unwrap = (value: unknown): unknown => (isObject(value) && 'basicValue' in value ? value.basicValue : value);

/**
 * Text copied from web pages contains no-break spaces, and zero-width characters and direction marks between letters.
 */
const tidy = (text: string): string =>
  text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/\u00a0/g, ' ')
    .trim();

const scalarOf = (raw: unknown): Scalar | undefined => {
  const value = unwrap(raw);
  if (typeof value === 'string') return tidy(value) || undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return isObject(value) ? `[${'type' in value && typeof value.type === 'string' ? value.type : 'object'}]` : undefined;
};

/** All values of a cell, range or array in reading order, without blanks. */
export const listOf = (value: unknown): readonly Scalar[] =>
  Array.isArray(value) ? value.flatMap(listOf) : [scalarOf(value)].filter((one): one is Scalar => one !== undefined);

/** Like `listOf`, but also without zeros: Excel passes a reference to an empty cell as 0. */
export const namesOf = (value: unknown): readonly Scalar[] => listOf(value).filter((one) => one !== 0);

/**
 * A range or array in its shape, or a single value as one cell. Blanks, and the zeros of empty cells, are `undefined`.
 */
export const gridOf = (value: unknown): Grid<Scalar> =>
  (Array.isArray(value) ? value : [value]).map((row: unknown) =>
    (Array.isArray(row) ? row : [row]).map((cell) => {
      const found = scalarOf(cell);
      return found === 0 ? undefined : found;
    }),
  );

/** The rows of a range as lists without blanks. Rows of blanks, and of the zeros of empty cells, are left out. */
export const rowsOf = (value: unknown): readonly (readonly Scalar[])[] =>
  (Array.isArray(value) ? value.map(listOf) : [listOf(value)]).filter((row) => row.some((one) => one !== 0));

/**
 * The error that a cell holds, as Excel passes it: `#N/A`.
 *
 * @see https://learn.microsoft.com/javascript/api/excel/excel.errorcellvalue
 */
const errorOf = (value: unknown): string | undefined => {
  if (!isObject(value) || !('type' in value) || value.type !== 'Error') return undefined;
  return 'basicValue' in value && typeof value.basicValue === 'string' ? value.basicValue : '#VALUE!';
};

/** The errors in a cell, range or array, in reading order. */
export const errorsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap(errorsIn) : [errorOf(value)].filter((one) => one !== undefined);

/** A value as people recognize it in a message: on one line, at most 60 characters. */
export const shown = (value: unknown): string => {
  const text = listOf(value).map(String).join(', ').replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** `metric is #N/A`, or for several cells `metric contains #N/A`. */
const describeError = (argument: string, value: unknown, error: string): string => {
  const cells: readonly unknown[] = Array.isArray(value) ? value.flat(2) : [value];
  return `${argument} ${cells.length > 1 ? 'contains' : 'is'} ${error}`;
};

/**
 * Passes on the errors that arguments hold, as Excel's own functions do. No other check follows, because the meaning of
 * the other arguments may depend on them.
 *
 * @throws {FailureError} `invalid_query`, if an argument holds an error. It names each such argument, and `cellError`
 * is the first error in the order of the arguments.
 */
export const passErrors = (args: object): void => {
  const found = Object.entries(args).flatMap(([argument, value]: [string, unknown]) => {
    const [error] = errorsIn(value);
    return error === undefined ? [] : [{ argument, value, error }];
  });
  const [first] = found;
  if (first === undefined) return;
  throw new FailureError({
    code: 'invalid_query',
    message: `${found.map(({ argument, value, error }) => describeError(argument, value, error)).join('; ')}.`,
    advice: `Fix the cells that ${found.length > 1 ? 'these arguments refer' : 'this argument refers'} to.`,
    problems: found.map(({ argument, error }) => ({ argument, value: error, accepted: 'a value without errors' })),
    cellError: first.error,
  });
};
