import { splitAddress } from '../../../src/core/formula/cell-address';
import type { Cells } from '../../../src/office/workbook/cells';
import type { InsertContent } from '../../../src/office/workbook/insert';
import type { Placement } from '../../../src/office/workbook/placement';
import type { Selection } from '../../../src/office/workbook/selection';

export interface FakeCells extends Cells {
  readonly inserted: { readonly content: InsertContent; readonly at: string | undefined }[];
  /** Ends the insertion that waits. */
  settle: { resolve(address: string): void; reject(error: unknown): void };
  /** Somebody selects something in the workbook. */
  become(selection: Selection): void;
  /** What single cells hold, by their address with the sheet. */
  readonly contents: Map<string, string | number>;
  /** Tells that cells were edited. */
  edit(): void;
  /** What the next insertion finds; room by default. */
  place: Omit<Placement, 'address'>;
  /** Cells whose formula somebody has deleted. */
  readonly lost: string[];
  /** Cells whose formulas the pane gave charts. */
  readonly charts: string[];
  /** Addresses that the pane selected. */
  readonly selected: string[];
}

/** The cells of a workbook that writes when the test says so. */
export const fakeCells = (): FakeCells => {
  const selections = new Set<(selection: Selection) => void>();
  const edits = new Set<() => void>();
  let selection: Selection = { address: 'Sheet1!A1', sheet: 'Sheet1' };
  const become = (next: Selection): void => {
    selection = next;
    for (const listener of selections) listener(next);
  };
  const cells: FakeCells = {
    inserted: [],
    contents: new Map(),
    lost: [],
    charts: [],
    selected: [],
    place: {},
    become,
    edit: () => {
      for (const listener of edits) listener();
    },
    settle: { resolve: () => undefined, reject: () => undefined },
    watchSelection: (listener) => {
      selections.add(listener);
      listener(selection);
      return () => selections.delete(listener);
    },
    watchEdits: (listener) => {
      edits.add(listener);
      return () => edits.delete(listener);
    },
    serialShift: () => Promise.resolve(0),
    read: ({ address, sheet }) => {
      const value = cells.contents.get(address.includes('!') ? address : `${sheet}!${address}`);
      return value === undefined
        ? Promise.reject(new Error('no such cells'))
        : Promise.resolve({ values: [[value]], texts: [[String(value)]] });
    },
    select: (address) => {
      cells.selected.push(address);
      become({ address, sheet: splitAddress(address)[0] });
      return Promise.resolve();
    },
    placementFor: (_, edited) => Promise.resolve({ address: edited ?? selection.address, ...cells.place }),
    insert: (content, at) => {
      cells.inserted.push({ content, at });
      return new Promise((resolve, reject) => {
        cells.settle = { resolve, reject };
      });
    },
    addChart: (address) => void cells.charts.push(address),
    findRemovedFormulas: (addresses) => Promise.resolve(addresses.filter((address) => cells.lost.includes(address))),
  };
  return cells;
};
