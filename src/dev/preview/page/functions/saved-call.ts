import * as v from 'valibot';
import { callResult } from './results';

/** Stands for whatever a cell calls first: a file of another program's says only what the cell had come to. */
export const wholeCell = '';

/** A cell, as a saved workbook names it. */
export const place = v.object({ sheetId: v.string(), row: v.number(), col: v.number() });

/** What a workbook keeps of a call when it is saved: its result, until the cell is calculated again. */
export const savedCall = v.object({
  /** The function with its parameters, or {@link wholeCell}. */
  key: v.string(),
  at: place,
  result: callResult,
});

export type SavedCall = v.InferOutput<typeof savedCall>;
