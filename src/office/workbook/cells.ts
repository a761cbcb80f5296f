/** The workbook's cells, as far as the pane works with them. */
import { splitAddress, type Reference } from '../../core/formula/cell-address';
import type { SerialShift } from '../../core/time/excel-time';
import { readCells, type CellContent } from './cell-content';
import { readSerialShift } from '../excel/serial-shift';
import { cellAt, runExcel, type RunExcel } from '../excel/run';
import { insertContent, type Content } from './insert';
import { placementFor, type Placement, type RangeSize } from './placement';
import type { Spills } from '../spills/spills';
import { watchEdits, watchSelection, type DocumentEvents, type Selection } from './selection';
import { loadNames, reachesOurs } from '../excel/formula-cells';
import { spills } from '../spills/office-spills';

/**
 * Those of some cells whose formula calls none of our functions, neither by name nor through defined names: it was
 * deleted, changed or moved, or the sheet is gone.
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
    const ours = there.filter(({ range }) => reaches(range.formulas[0]?.[0])).map(({ address }) => address);
    return addresses.filter((address) => !ours.includes(address));
  });

/** Every promise rejects with a FailureError only. Addresses have their sheet: `Sheet1!B2`. */
export interface Cells {
  /** Tells what is selected, now and after every change; gives what stops it. */
  watchSelection(listener: (selection: Selection) => void): () => void;
  /** Tells when somebody has edited cells; gives what stops it. */
  watchEdits(listener: () => void): () => void;
  /** How the workbook counts dates. */
  serialShift(): Promise<SerialShift>;
  /** What the cells of a reference hold. */
  read(reference: Reference): Promise<CellContent>;
  /** Shows the cells and selects them. */
  select(address: string): Promise<void>;
  /** Whether something of a size has room in the active cell, or in place of the formula of an edited one. */
  placementFor(size: RangeSize, edited?: string): Promise<Placement>;
  /** Writes from a cell on, or from the active one; gives where. */
  insert(content: Content, at?: string): Promise<string>;
  /** Adds a chart of the answer of a cell's formula once the answer is there. */
  addChart(address: string): void;
  /** Which of some cells no longer hold one of the add-in's formulas. */
  findRemovedFormulas(addresses: readonly string[]): Promise<readonly string[]>;
}

export interface CellsDeps {
  readonly run: RunExcel;
  readonly spills: Pick<Spills, 'wish'>;
  readonly document: () => DocumentEvents;
}

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

/** The cells of the real Excel. */
export const createOfficeCells = (): Cells =>
  createCells({ run: runExcel, spills, document: () => Office.context.document });
