import type { Instant } from '../../core/domain/instant';
import type { Query } from '../../core/query/question';
import type { TableLook } from '../../core/tables/table-style';
import type { ExcelCell } from './cell-values';
import { placeholderText, type Invocation } from './invocation';

export type CallTimes = Pick<Query, 'startTime' | 'endTime'>;

/** One call of a worksheet function by a cell. */
export interface FunctionCall {
  /** The function's name. */
  readonly name: string;
  readonly args: unknown;
  readonly invocation: Invocation;
}

/** What a call has come to, laid out in cells only when these are wanted: what is behind it many calls share. */
export interface CallResult {
  /** Throws a FailureError `too_large` where Excel would not take them. */
  readonly cells: () => ExcelCell[][];
  /** How these cells are to be shown; known once they are laid out. */
  readonly look?: () => TableLook | undefined;
  /** As of when it holds. */
  readonly asOf: Instant;
  /** How many values it keeps in memory. */
  readonly points: number;
  /** What it is about, where that is a range of time. */
  readonly range?: CallTimes;
}

/** Hears what range of time a call is about, before it is known whether it has a result. */
export type About = (range: CallTimes) => void;

/** A call's result; undefined where somebody only looks at the formula and it is not in memory. */
export type Calculation = (about: About) => Promise<CallResult | undefined>;

export const cellsOf = (result: CallResult | undefined): ExcelCell[][] => result?.cells() ?? [[placeholderText]];

/** A call's identity, wherever it stands. */
export const keyOfCall = ({ name, args }: FunctionCall): string => JSON.stringify([name, args]);
