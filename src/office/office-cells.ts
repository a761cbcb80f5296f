/** The cells of the real Excel. */
import { createCells, type Cells } from './cells';
import { runExcel } from './excel-run';
import { later } from './later';

export const createOfficeCells = (): Cells =>
  createCells({ run: runExcel, wait: later, document: () => Office.context.document });
