/** The cells of the real Excel. */
import { createCells, type Cells } from './cells';
import { runExcel } from '../excel/run';
import { spills } from '../spills/office-spills';

export const createOfficeCells = (): Cells =>
  createCells({ run: runExcel, spills, document: () => Office.context.document });
