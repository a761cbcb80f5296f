/** The pane's work with the workbook's cells. */
import { type Reference, splitAddress } from '../../core/formula/cell-address';
import type { SerialShift } from '../../core/time/excel-time';
import { loadNames, reachesOurs } from '../excel/formula-cells';
import { cellAt, type RunExcel, runExcel } from '../excel/run';
import { readSerialShift } from '../excel/serial-shift';
import { type InsertContent, insertContent } from './insert';
import { type Placement, placementFor, type RangeSize } from './placement';
import {
  type CellContent,
  type DocumentEvents,
  readCells,
  type Selection,
  watchEdits,
  watchSelection,
} from './selection';
import { type Spills, spills } from './spills/spills';

/**
 * Finds the cells whose formula no longer calls the add-in's functions, by name or through defined names: it was
 * deleted, changed or moved, or its sheet was deleted.
 */
const findRemovedFormulas = (run: RunExcel, addresses: readonly string[]): Promise<readonly string[]> =>
  run(async (context) => {
    const names = [loadNames(context.workbook.names)];
    const places = addresses.map((address) => {
      const [name, cells] = splitAddress(address);
      const sheet = context.workbook.worksheets.getItemOrNullObject(name);
      sheet.load('name');
      return { address, sheet, cells };
    });
    await context.sync();
    const there = places
      .filter(({ sheet }) => !sheet.isNullObject)
      .map(({ address, sheet, cells }) => ({ address, range: sheet.getRange(cells) }));
    for (const { range } of there) range.load('formulas');
    names.push(...there.map(({ range }) => loadNames(range.worksheet.names)));
    await context.sync();
    const reaches = reachesOurs(names.flatMap(({ items }) => items));
    const own = there.filter(({ range }) => reaches(range.formulas[0]?.[0])).map(({ address }) => address);
    return addresses.filter((address) => !own.includes(address));
  });

/**
 * The workbook's cells, for the pane. Promises reject with a FailureError only. Addresses include the sheet, as in
 * `Sheet1!B2`.
 */
export interface Cells {
  /** Calls `listener` with the selection, now and after each change. Returns an unsubscribe function. */
  watchSelection(listener: (selection: Selection) => void): () => void;
  /** Calls `listener` when cells are edited. Returns an unsubscribe function. */
  watchEdits(listener: () => void): () => void;
  /** Reads the workbook's date system: see {@link readSerialShift}. */
  serialShift(): Promise<SerialShift>;
  /** Reads the cells of a reference: see {@link readCells}. */
  read(reference: Reference): Promise<CellContent>;
  /** Selects cells and scrolls to them. */
  select(address: string): Promise<void>;
  /** Checks for room from the active cell on, or in place of an edited cell's formula: see {@link Placement}. */
  placementFor(size: RangeSize, edited?: string): Promise<Placement>;
  /** Writes content from a cell on, by default the active one. Returns the address of the written cells. */
  insert(content: InsertContent, at?: string): Promise<string>;
  /** Adds a chart for a cell's formula, once its answer has arrived. */
  addChart(address: string): void;
  /** Finds the cells that no longer hold one of the add-in's formulas. */
  findRemovedFormulas(addresses: readonly string[]): Promise<readonly string[]>;
}

export interface CellsDeps {
  readonly run: RunExcel;
  readonly spills: Pick<Spills, 'wish'>;
  readonly document: () => DocumentEvents;
}

/** Creates the pane's access to the cells. */
export const createCells = ({ run, spills, document }: CellsDeps): Cells => ({
  watchSelection: (listener) => watchSelection(run, document(), listener),
  watchEdits: (listener) => watchEdits(run, listener),
  serialShift: () => readSerialShift(run),
  read: (reference) => readCells(run, reference),
  select: (address) =>
    run(async (context) => {
      const cells = cellAt(context, address);
      cells.worksheet.activate();
      cells.select();
      await context.sync();
    }),
  placementFor: (size, edited) => placementFor(run, size, edited),
  insert: (content, at) => insertContent(run, spills, content, at),
  addChart: (address) => spills.wish(address, { headers: false, chart: true }),
  findRemovedFormulas: (addresses) => findRemovedFormulas(run, addresses),
});

/** Creates the access to the cells of the real Excel. */
export const createOfficeCells = (): Cells =>
  createCells({ run: runExcel, spills, document: () => Office.context.document });
