import type { Instant } from '../../core/domain/instant';
import type { Query } from '../../core/query/query';
import type { TableLook } from '../../core/tables/table-style';
import type { ExcelCell } from './cell-values';
import { type Invocation, placeholderText } from './invocation';

/** The range of time of a call's query; the end is exclusive. */
export type CallTimes = Pick<Query, 'startTime' | 'endTime'>;

/** A call of a worksheet function by a cell. */
export interface FunctionCall {
  /** The function's name in {@link CellFunctions}. */
  readonly name: string;
  readonly args: unknown;
  readonly invocation: Invocation;
}

/** The result of a call. It is laid out in cells only on demand, because many calls share the answer behind it. */
export interface FunctionResult {
  /**
   * Lays the result out in cells, row by row.
   * @throws {FailureError} `too_large` when Excel doesn't accept so many cells
   */
  readonly cells: () => ExcelCell[][];
  /** How the cells should look; undefined before `cells` is called. */
  readonly look?: () => TableLook | undefined;
  /** The time as of which the result holds. */
  readonly asOf: Instant;
  /** The number of values that it keeps in memory. */
  readonly points: number;
  /** The range of time of its query; absent for lists. */
  readonly range?: CallTimes;
}

/** Called with a call's range of time, before its result is known. */
export type About = (range: CallTimes) => void;

/** Computes a call's result; undefined in a preview of the formula when the answer isn't in memory. */
export type Calculation = (about: About) => Promise<FunctionResult | undefined>;

/** The cells of a result, or a placeholder when there is none. */
export const cellsOf = (result: FunctionResult | undefined): ExcelCell[][] => result?.cells() ?? [[placeholderText]];

/** The identity of a call, whichever cell makes it. */
export const keyOfCall = ({ name, args }: FunctionCall): string => JSON.stringify([name, args]);
