import { splitAddress } from '../../core/formula/cell-address';
import type { RunExcel } from '../excel/run';
import { isOurs } from '../excel/formula-cells';

/** One of the add-in's formulas, in a cell. */
export interface FormulaCell {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly formula: string;
}

/** What is selected in the workbook. */
export interface Selection {
  /** With its sheet, such as `Sheet1!B2:C3`. */
  readonly address: string;
  readonly sheet: string;
  /** The add-in's formula in the active cell, or the one whose spill the active cell belongs to. */
  readonly formula?: FormulaCell;
}

/** Office's own events of the document; Excel tells through them wherever somebody selects. */
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
 * Tells what is selected, now and after every change; a selection that is no single range of cells is not told. Gives
 * what stops it.
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
      // A chart, or several ranges at once.
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

/** Tells when somebody has edited cells of any sheet; gives what stops it. */
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
  // Excel before ExcelApi 1.9 has no such event; values are then those of when they were picked.
  added.catch(() => undefined);
  return () => {
    stopped = true;
    void added
      .then(async (handler) => {
        handler.remove();
        await handler.context.sync();
      })
      // Somebody types in a cell: the handler stays, and tells nobody.
      .catch(() => undefined);
  };
};
