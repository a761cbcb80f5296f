import { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Query } from '../../core/query/query';
import type { TableLook } from '../../core/tables/table-style';
import { cancelled } from '../lib/async';
import type { ExcelCell } from './excel-cells';

/**
 * Excel's description of one call of a custom function.
 * @see {@link https://learn.microsoft.com/javascript/api/custom-functions-runtime/customfunctions.invocation}
 */
export interface Invocation {
  /** Whether Excel previews a part of the formula. Previews must not use the network. */
  readonly isInValuePreview?: boolean | string;
  /** The calling cell, such as `Sheet1!B2`. */
  readonly address?: string;
  /** Called by Excel when the formula is edited, deleted or calculated again. */
  onCanceled?: () => void;
}

/** The value of a preview whose answer isn't in memory. */
export const placeholderText = 'Skill metrics';

/** Whether a call is a preview of a part of the formula. */
export const isValuePreview = ({ isInValuePreview }: Invocation): boolean =>
  isInValuePreview === true || isInValuePreview === 'true';

const cancellations = new WeakMap<Invocation, AbortController>();

/**
 * The controller of a call, the same at each step. Its signal aborts with a FailureError `cancelled` when Excel cancels
 * the call.
 */
export const cancellationOf = (invocation: Invocation): AbortController => {
  const known = cancellations.get(invocation);
  if (known !== undefined) return known;
  const controller = new AbortController();
  cancellations.set(invocation, controller);
  invocation.onCanceled = () => controller.abort(new FailureError(cancelled));
  return controller;
};

/** The range of time of a call's query; the end is exclusive. */
export type CallTimes = Pick<Query, 'startTime' | 'endTime'>;

/** A call of a worksheet function by a cell. */
export interface FunctionCall {
  /** The function's name in {@link CellFunctions}. */
  readonly name: string;
  readonly args: unknown;
  readonly invocation: Invocation;
}

/** Where the numbers of a call came from. */
export interface ResultOrigin {
  readonly fetchedAt: Instant;
  /** Numbers from here on can still change at Amazon. Left out if all are final. */
  readonly provisionalFrom?: Instant;
  /** The same as the cells show it: an Excel date in the time zone of the call. */
  readonly provisionalSerial?: number;
  /** Requests to Amazon, retries included. */
  readonly requests: number;
  readonly timeZone: string;
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
  /** Rows from here on can still change at Amazon; absent if all are final. */
  readonly provisionalFrom?: Instant;
  /** The number of values that it keeps in memory. */
  readonly points: number;
  /** The range of time of its query; absent for lists. */
  readonly range?: CallTimes;
  /** Absent for lists. */
  readonly origin?: ResultOrigin;
}

/** Called with what a call asks, before its result is known. */
export type About = (asked: CallTimes & Partial<Pick<Query, 'metrics'>>) => void;

/**
 * Computes a call's result; undefined in a preview of the formula when the answer isn't in memory.
 * @param as the invocation on whose behalf it asks. Excel's own by default.
 */
export type Calculation = (about: About, as?: Invocation) => Promise<FunctionResult | undefined>;

/** The cells of a result, or a placeholder when there is none. */
export const cellsOf = (result: FunctionResult | undefined): ExcelCell[][] => result?.cells() ?? [[placeholderText]];

/** The identity of a call, whichever cell makes it. */
export const keyOfCall = ({ name, args }: FunctionCall): string => JSON.stringify([name, args]);
