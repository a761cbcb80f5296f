import type { TableLook } from '../../core/tables/table-style';
import {
  type Calculation,
  cellsOf,
  type FunctionCall,
  type FunctionResult,
  isValuePreview,
  keyOfCall,
  type ResultOrigin,
} from './call-result';
import { type Callers, placeKey } from './callers';
import type { ExcelCell } from './excel-cells';
import type { FailedCells } from './failed-cells';
import type { LastResults } from './last-results';

/**
 * Calculates a call.
 * @returns the cells that it fills, row by row. Rejects with a FailureError only.
 */
export type Calculate = (call: FunctionCall, calculation: Calculation) => Promise<ExcelCell[][]>;

export interface CalculationDeps {
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
}

/** Creates a calculation that also records each cell's calls, failures and last results. */
export const createCalculate =
  ({ callers, failed, last }: CalculationDeps): Calculate =>
  async (call, calculation) => {
    const { address } = call.invocation;
    if (address === undefined || isValuePreview(call.invocation)) return cellsOf(await calculation(() => undefined));
    const own = callers.start(address, keyOfCall(call));
    const mayServe = !failed.isFailing(own);
    return failed.watch(own, () => last.orLast(own, calculation, mayServe));
  };

/**
 * Wraps a calculation: calls `listener` once, after the first call of a cell has ended. The workbook holds a formula.
 */
export const afterFirstCell = (calculate: Calculate, listener: () => void): Calculate => {
  let called = false;
  return (call, calculation) =>
    calculate(call, calculation).finally(() => {
      const { invocation } = call;
      if (called || invocation.address === undefined || isValuePreview(invocation)) return;
      called = true;
      listener();
    });
};

/** The outcome of a cell's call. Excel shows it in the sheet a moment later. */
export interface SettledCall {
  /** The calling cell, with its sheet. */
  readonly address: string;
  readonly cells: readonly (readonly ExcelCell[])[];
  readonly look: TableLook;
  readonly origin?: ResultOrigin;
}

/** Wraps a calculation: calls `hear` for each call with a new result. */
export const afterEachCell =
  (calculate: Calculate, hear: (settled: SettledCall) => void): Calculate =>
  async (call, calculation) => {
    let result: FunctionResult | undefined;
    const cells = await calculate(call, async (about) => (result = await calculation(about)));
    const { address } = call.invocation;
    const look = result?.look?.();
    if (address !== undefined && look !== undefined && !isValuePreview(call.invocation))
      hear({ address, cells, look, ...(result?.origin === undefined ? {} : { origin: result.origin }) });
    return cells;
  };

/** A call as Excel has made it. */
export interface MadeCall {
  readonly call: FunctionCall;
  readonly calculation: Calculation;
}

/**
 * Answers a call in place of its calculation; undefined leaves the call to its calculation.
 * @param calculate calculates as usual
 */
export type AnswerCall = (made: MadeCall, calculate: Calculate) => Promise<ExcelCell[][]> | undefined;

/** The latest call of each cell, which a refresh makes again without Excel. */
export interface CallLog {
  /** Wraps a calculation so that its calls are logged, and answered by {@link CallLog.answerBy}. */
  watch(calculate: Calculate): Calculate;
  /** The latest call of a cell; undefined if it has made none. A formula may make several. */
  latest(address: string): MadeCall | undefined;
  /** Has calls answered in another way, from now on. Returns a function that ends that. */
  answerBy(answer: AnswerCall): () => void;
}

/**
 * Creates an empty log.
 * @param atMost the most cells in memory; those that called longest ago are dropped. 20,000 by default.
 */
export const createCallLog = (atMost = 20_000): CallLog => {
  const latest = new Map<string, MadeCall>();
  let answering: AnswerCall | undefined;
  return {
    watch: (calculate) => (call, calculation) => {
      const { address } = call.invocation;
      if (address === undefined || isValuePreview(call.invocation)) return calculate(call, calculation);
      const [place, made] = [placeKey(address), { call, calculation }];
      latest.delete(place);
      latest.set(place, made);
      for (const oldest of latest.keys()) {
        if (latest.size <= atMost) break;
        latest.delete(oldest);
      }
      return answering?.(made, calculate) ?? calculate(call, calculation);
    },
    latest: (address) => latest.get(placeKey(address)),
    answerBy: (answer) => {
      answering = answer;
      return () => {
        if (answering === answer) answering = undefined;
      };
    },
  };
};
