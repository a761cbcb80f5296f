import { splitAddress } from '../../core/formula/cell-address';
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
 * Calls `listener` with the selection, now and after each change. Selections other than a single range are skipped.
 * @returns an unsubscribe function
 */
export const watchSelection = (
  run: RunExcel,
  document: DocumentEvents,
  listener: (selection: Selection) => void,
): (() => void) => {
  let latest = 0;
  const look = (): void => {
    latest += 1;
    const mine = latest;
    readSelection(run).then(
      (selection) => {
        if (mine === latest) listener(selection);
      },
      // The selection is a chart, or several ranges.
      () => undefined,
    );
  };
  document.addHandlerAsync(Office.EventType.DocumentSelectionChanged, look);
  look();
  return () => {
    latest += 1;
    document.removeHandlerAsync(Office.EventType.DocumentSelectionChanged, { handler: look });
  };
};

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
