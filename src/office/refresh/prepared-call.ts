import { type Failure, FailureError, failureOf } from '../../core/domain/failure';
import { largestChange, type TableChange } from '../../core/tables/compare-tables';
import type { MadeCall } from '../cells/calculations';
import {
  type About,
  cancellationOf,
  type FunctionResult,
  type Invocation,
  keyOfCall,
  placeholderText,
} from '../cells/call-result';
import type { CellCall } from '../cells/callers';
import { unlessAborted } from '../lib/async';

/** What a call came to. */
export type PreparedOutcome = { readonly result: FunctionResult } | { readonly error: FailureError };

type AskedQuery = Parameters<About>[0];

/** A call that is answered ahead of Excel's, while its cell goes on showing what it does. */
export interface PreparedCall {
  readonly own: CellCall;
  /** Never rejects. */
  readonly outcome: Promise<PreparedOutcome>;
  /** Undefined while it runs. */
  settled(): PreparedOutcome | undefined;
  /** What it asks; undefined until its arguments are read. */
  asked(): AskedQuery | undefined;
  cancel(failure: Failure): void;
}

const noResult = new FailureError({
  code: 'internal',
  message: `The formula has no answer but "${placeholderText}".`,
  advice: 'Refresh again.',
});

/**
 * Makes a call as its cell would.
 *
 * @param made the call, as Excel has made it
 * @param turn the turn of the latest call: see {@link CellCall}
 */
export const prepareCall = ({ call, calculation }: MadeCall, turn: number): PreparedCall => {
  const { address = '' } = call.invocation;
  const invocation: Invocation = { address };
  // A call that fails aborts its own signal, to have its other queries stop.
  const stop = new AbortController();
  let asked: AskedQuery | undefined;
  let settled: PreparedOutcome | undefined;
  const run = async (): Promise<PreparedOutcome> => {
    try {
      const calculated = calculation((what) => (asked = what), invocation);
      const result = await unlessAborted(stop.signal, calculated);
      settled = result === undefined ? { error: noResult } : { result };
    } catch (error) {
      settled = { error: error instanceof FailureError ? error : new FailureError(failureOf(error), { cause: error }) };
    }
    return settled;
  };
  return {
    own: { address, key: keyOfCall(call), turn },
    outcome: run(),
    settled: () => settled,
    asked: () => asked,
    cancel: (failure) => {
      const reason = new FailureError(failure);
      stop.abort(reason);
      cancellationOf(invocation).abort(reason);
    },
  };
};

const plain = (cell: unknown): unknown =>
  typeof cell === 'object' && cell !== null && 'basicValue' in cell ? cell.basicValue : cell;

/** The values of a result's cells; undefined for a result that can't be laid out. */
export const valuesOfResult = (result: FunctionResult | undefined): readonly (readonly unknown[])[] | undefined => {
  try {
    return result?.cells().map((row) => row.map(plain));
  } catch {
    return undefined;
  }
};

/**
 * How the numbers of a formula have changed. Lists, and where numbers come from, have none to compare.
 *
 * @param before what its cells have shown
 * @param name the function's name in {@link CellFunctions}
 */
export const changeOf = (
  before: readonly (readonly unknown[])[] | undefined,
  result: FunctionResult,
  name: string,
): TableChange | undefined => {
  if (before === undefined || (name !== 'table' && name !== 'total')) return undefined;
  const after = valuesOfResult(result);
  const look = result.look?.();
  if (after === undefined || look === undefined) return undefined;
  const { headers, layout, chart } = look;
  return largestChange(before, after, { headers, layout, labels: chart?.before ?? 0 });
};
