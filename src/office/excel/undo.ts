/** How a batch is run whose writes are one step of undo, in an Excel that can have them so. */
export const asOneStep = (): Excel.RunOptions =>
  Office.context.requirements.isSetSupported('ExcelApi', '1.20') ? { mergeUndoGroup: true } : {};
