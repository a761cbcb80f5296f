import * as v from 'valibot';
import type { CallResult } from './results';
import { callResult } from './results';
import { place } from './saved-call';

/** Numbers that stand in a cell for as long as the add-in refuses its call in certain words. */
export const sample = v.object({
  at: place,
  /** How the message of the refusal begins. Any other answer ends all samples for good: none may hide an error. */
  refusal: v.string(),
  result: callResult,
  /** The call that it stands for, known since the cell first asked: numbers of one question are no answer to another. */
  key: v.exactOptional(v.string()),
});

export type Sample = v.InferOutput<typeof sample>;

/** A call as a sample sees it: its cell, its function with its parameters, and what the add-in answered. */
interface Answered {
  readonly at: Sample['at'];
  readonly key: string;
  readonly result: CallResult;
}

/** The samples of a workbook. Excel has none: they are the preview's own, for its prepared workbook. */
export class Samples {
  #samples: Sample[];

  constructor(samples: readonly Sample[] = []) {
    this.#samples = [...samples];
  }

  /** Those that still stand, as a saved workbook has them. */
  save(): Sample[] {
    return this.#samples;
  }

  /** The sample that stands in this answer's place, if one does. */
  insteadOf({ at, key, result }: Answered): CallResult | undefined {
    const found = this.#samples.find((one) => isSame(one.at, at));
    if (!found) return undefined;
    if (!isRefusal(result, found.refusal)) {
      this.#samples = [];
      return undefined;
    }
    if (found.key === undefined) this.#samples = this.#samples.map((one) => (one === found ? { ...one, key } : one));
    return found.key === undefined || found.key === key ? found.result : undefined;
  }
}

const isSame = (a: Sample['at'], b: Sample['at']): boolean =>
  a.sheetId === b.sheetId && a.row === b.row && a.col === b.col;

const isRefusal = (result: CallResult, refusal: string): boolean =>
  !Array.isArray(result) && result.value === '#N/A' && result.message?.startsWith(refusal) === true;
