/** The formulas of the workbook, for the pane. It loads when somebody first looks at them. */
import { placeKey } from '../../cells/callers';
import { type RunExcel, runExcel } from '../../excel/run';
import type { RangeSize } from '../placement';
import { editFormulas, type FormulaEdit } from './edit-many';
import { readStatuses, type StatusDeps, type StatusOf } from './formula-status';
import { type FormulaList, listFormulas } from './list-formulas';
import { readSizes, readValues } from './read-cells';

/** Work on all of the add-in's formulas in the workbook. Promises reject with a FailureError only. */
export interface WorkbookFormulas {
  /** Lists the formulas: see {@link listFormulas}. */
  list(): Promise<FormulaList>;
  /** Reads how many cells formulas fill, by their addresses. Never rejects. */
  sizes(addresses: readonly string[]): Promise<ReadonlyMap<string, RangeSize>>;
  /** Reads the values of small ranges, by their addresses: see {@link readValues}. Never rejects. */
  values(
    addresses: readonly string[],
    sheets: readonly string[],
  ): Promise<ReadonlyMap<string, readonly (readonly unknown[])[]>>;
  /** Reads what has become of the formulas. */
  statuses(): StatusOf;
  /** Calls `listener` when statuses may have changed. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Writes formulas, all of them or none, as one step of undo: see {@link editFormulas}. */
  edit(edits: readonly FormulaEdit[]): Promise<void>;
}

/** Creates the work on the formulas. */
export const createFormulas = (run: RunExcel, sources: StatusDeps): WorkbookFormulas => ({
  list: () => {
    const called = new Set(sources.callers.since(0).map(placeKey));
    return listFormulas(run, (address) => called.has(placeKey(address)));
  },
  sizes: (addresses) => readSizes(run, addresses),
  values: (addresses, sheets) => readValues(run, addresses, sheets),
  statuses: () => readStatuses(sources),
  subscribe: (listener) => {
    const { callers, failed, last, queries } = sources;
    const stops = [callers, failed, last, queries].map((source) => source.subscribe(listener));
    return () => stops.forEach((stop) => stop());
  },
  edit: (edits) => editFormulas(run, edits),
});

/** Creates the work on the formulas of the real Excel. */
export const createOfficeFormulas = (sources: StatusDeps): WorkbookFormulas => createFormulas(runExcel, sources);
