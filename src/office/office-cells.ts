/** The cells of the real Excel. */
import { createCells, type Cells } from './cells';
import { runExcel } from './excel-run';
import { later } from './later';

/** @param forget called before cells calculate again, so that they do not get what is in memory */
export const createOfficeCells = (forget: () => void): Cells =>
  createCells({ run: runExcel, wait: later, document: () => Office.context.document, forget });
