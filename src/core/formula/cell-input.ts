/** Makes regular what Excel hands to a custom function: single values, ranges, arrays, typed cell values, blanks. */

import type { Grid } from './shape';
import { FailureError } from '../domain/failure';

export type Scalar = string | number | boolean;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A typed cell value (`{type, basicValue, …}`) as the value that the cell would have without types. */
const unwrap = (value: unknown): unknown => (isObject(value) && 'basicValue' in value ? value.basicValue : value);

/** Text pasted from web pages carries no-break spaces, and between its letters zero-width ones and marks of direction. */
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

/** All values of a cell, range or array in reading order; blanks are left out. */
export const listOf = (value: unknown): readonly Scalar[] =>
  Array.isArray(value) ? value.flatMap(listOf) : [scalarOf(value)].filter((one): one is Scalar => one !== undefined);

/** As listOf, without zeros too: Excel hands over a reference to an empty cell as 0. */
export const namesOf = (value: unknown): readonly Scalar[] => listOf(value).filter((one) => one !== 0);

/** A range or array in its shape, a single value as one cell; blanks and the zeros of empty cells are undefined. */
export const gridOf = (value: unknown): Grid<Scalar> =>
  (Array.isArray(value) ? value : [value]).map((row: unknown) =>
    (Array.isArray(row) ? row : [row]).map((cell) => {
      const found = scalarOf(cell);
      return found === 0 ? undefined : found;
    }),
  );

/** The rows of a range as lists without blanks; rows that hold nothing, or only the zeros of empty cells, are left out. */
export const rowsOf = (value: unknown): readonly (readonly Scalar[])[] =>
  (Array.isArray(value) ? value.map(listOf) : [listOf(value)]).filter((row) => row.some((one) => one !== 0));

/** The error that a cell holds, as Excel hands it over: `#N/A`. Source: Excel.ErrorCellValue, CustomFunctions.Error. */
const errorOf = (value: unknown): string | undefined => {
  if (!isObject(value) || !('type' in value) || value.type !== 'Error') return undefined;
  return 'basicValue' in value && typeof value.basicValue === 'string' ? value.basicValue : '#VALUE!';
};

/** The errors in a cell, range or array, in reading order. */
export const errorsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap(errorsIn) : [errorOf(value)].filter((one) => one !== undefined);

/** A value as a person would recognise it in a message: short, on one line. */
export const shown = (value: unknown): string => {
  const text = listOf(value).map(String).join(', ').replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** `metric is #N/A`, or of several cells `metric contains #N/A`. */
const told = (argument: string, value: unknown, error: string): string => {
  const cells: readonly unknown[] = Array.isArray(value) ? value.flat(2) : [value];
  return `${argument} ${cells.length > 1 ? 'contains' : 'is'} ${error}`;
};

/**
 * Throws a FailureError `invalid_query` with the first error, in the order of the arguments, where one of them holds an
 * error; it names each such argument. Nothing else is checked then: what the other arguments mean may depend on them.
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
    message: `${found.map(({ argument, value, error }) => told(argument, value, error)).join('; ')}.`,
    advice: `Fix the cells that ${found.length > 1 ? 'these arguments refer' : 'this argument refers'} to.`,
    problems: found.map(({ argument, error }) => ({ argument, value: error, accepted: 'a value without errors' })),
    cellError: first.error,
  });
};
