import type { Calculate } from './calculations';
import { type Calculation, type FunctionCall, isValuePreview } from './call-result';
import { placeKey } from './callers';
import type { ExcelCell } from './excel-cells';

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
