import { type Reference, splitAddress } from '../../core/formula/cell-address';
import { isOurs } from '../excel/formula-cells';
import type { RunExcel } from '../excel/run';

/** A cell with one of the add-in's formulas. */
export interface FormulaCell {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly formula: string;
}

/** The selection in the workbook. */
export interface Selection {
  /** With its sheet, such as `Sheet1!B2:C3`. */
  readonly address: string;
  readonly sheet: string;
  /** The add-in's formula in the active cell, or the one whose spill contains the active cell. */
  readonly formula?: FormulaCell;
}

/** Office's events of the document, which report selections on all sheets. */
export interface DocumentEvents {
  addHandlerAsync(type: Office.EventType, handler: () => void): void;
  removeHandlerAsync(type: Office.EventType, options: { handler: () => void }): void;
}

const readSelection = (run: RunExcel): Promise<Selection> =>
  run(async (context) => {
    const { workbook } = context;
    const selected = workbook.getSelectedRange();
    const cell = workbook.getActiveCell();
    const parent = cell.getSpillParentOrNullObject();
    selected.load('address');
    cell.load('address,formulas');
    parent.load('address,formulas');
    await context.sync();
    const holder = parent.isNullObject ? cell : parent;
    const formula: unknown = holder.formulas[0]?.[0];
    return {
      address: selected.address,
      sheet: splitAddress(selected.address)[0],
      ...(typeof formula === 'string' && isOurs(formula) ? { formula: { address: holder.address, formula } } : {}),
    };
  });

/**
 * Calls `listener` when cells of any sheet are edited.
 * @returns an unsubscribe function
 */
export const watchEdits = (run: RunExcel, listener: () => void): (() => void) => {
  let stopped = false;
  const added = run(async (context) => {
    const handler = context.workbook.worksheets.onChanged.add(() => {
      if (!stopped) listener();
      return Promise.resolve();
    });
    await context.sync();
    return handler;
  });
  // An Excel without ExcelApi 1.9 lacks this event; values then stay as they were when they were picked.
  added.catch(() => undefined);
  return () => {
    stopped = true;
    void added
      .then(async (handler) => {
        handler.remove();
        await handler.context.sync();
      })
      // While a person edits a cell, the handler can't be removed; it no longer calls the listener.
      .catch(() => undefined);
  };
};

const isSame = (one: Selection | undefined, other: Selection): boolean =>
  one?.address === other.address &&
  one.formula?.address === other.formula?.address &&
  one.formula?.formula === other.formula?.formula;

/**
 * Calls `listener` with the selection, now, after each change, and when an edit gives the selected cell another formula or
 * none. Selections other than a single range are skipped.
 * @returns an unsubscribe function
 */
export const watchSelection = (
  run: RunExcel,
  document: DocumentEvents,
  listener: (selection: Selection) => void,
): (() => void) => {
  let last: Selection | undefined;
  // An edit never holds up what a person has selected.
  const latest = { all: 0, selected: 0 };
  const look = (isEdit: boolean): void => {
    latest.all += 1;
    if (!isEdit) latest.selected += 1;
    const mine = { ...latest };
    const isLate = (): boolean => (isEdit ? mine.all !== latest.all : mine.selected !== latest.selected);
    readSelection(run).then(
      (selection) => {
        if (isLate() || (isEdit && isSame(last, selection))) return;
        last = selection;
        listener(selection);
      },
      // The selection is a chart, or several ranges.
      () => undefined,
    );
  };
  const onSelect = (): void => look(false);
  document.addHandlerAsync(Office.EventType.DocumentSelectionChanged, onSelect);
  const stopEdits = watchEdits(run, () => look(true));
  onSelect();
  return () => {
    latest.all += 1;
    latest.selected += 1;
    stopEdits();
    document.removeHandlerAsync(Office.EventType.DocumentSelectionChanged, { handler: onSelect });
  };
};

/** The content of cells, row by row. */
export interface CellContent {
  readonly values: readonly (readonly unknown[])[];
  /** The texts that the cells show. */
  readonly texts: readonly (readonly string[])[];
}

/** More cells than a query can use. */
const maxCells = 2_000;

const empty: CellContent = { values: [['']], texts: [['']] };

const rangeOf = (sheet: Excel.Worksheet, cells: string): Excel.Range =>
  cells.endsWith('#')
    ? sheet.getRange(cells.slice(0, -1)).getSpillingToRangeOrNullObject()
    : // Only the filled part, such as of a whole column.
      sheet.getRange(cells).getUsedRangeOrNullObject(true);

/**
 * Reads the cells of a reference.
 * @returns the content; one empty cell when all are empty
 * @throws {FailureError} `not_found` when the sheet doesn't exist, `internal` for an invalid reference or more than
 * 2,000 cells
 */
export const readCells = (run: RunExcel, { address, sheet }: Reference): Promise<CellContent> =>
  run(async (context) => {
    const [ownSheet, cells] = splitAddress(address);
    const { worksheets } = context.workbook;
    const range = rangeOf(worksheets.getItem(ownSheet === '' ? sheet : ownSheet), cells);
    range.load('rowCount,columnCount');
    await context.sync();
    if (range.isNullObject) return empty;
    if (range.rowCount * range.columnCount > maxCells) throw new Error('too many cells');
    range.load('values,text');
    await context.sync();
    return { values: range.values, texts: range.text };
  });
