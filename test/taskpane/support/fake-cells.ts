import { splitAddress } from '../../../src/core/cell-address';
import type { Cells } from '../../../src/office/cells';
import type { Content } from '../../../src/office/insert';
import type { Selection } from '../../../src/office/selection';

export interface FakeCells extends Cells {
  readonly inserted: { readonly content: Content; readonly at: string | undefined }[];
  /** Ends the insertion that waits. */
  settle: { resolve(address: string): void; reject(error: unknown): void };
  /** Somebody selects something in the workbook. */
  become(selection: Selection): void;
}

/** The cells of a workbook that writes when the test says so. */
export const fakeCells = (): FakeCells => {
  const inserted: FakeCells['inserted'] = [];
  const listeners = new Set<(selection: Selection) => void>();
  let selection: Selection = { address: 'Sheet1!A1', sheet: 'Sheet1' };
  const become = (next: Selection): void => {
    selection = next;
    for (const listener of listeners) listener(next);
  };
  const cells: FakeCells = {
    inserted,
    become,
    settle: { resolve: () => undefined, reject: () => undefined },
    watchSelection: (listener) => {
      listeners.add(listener);
      listener(selection);
      return () => listeners.delete(listener);
    },
    watchEdits: () => () => undefined,
    read: () => Promise.reject(new Error('no such cells')),
    select: (address) => {
      become({ address, sheet: splitAddress(address)[0] });
      return Promise.resolve();
    },
    placeFor: () => Promise.resolve({ address: selection.address }),
    insert: (content, at) => {
      inserted.push({ content, at });
      return new Promise((resolve, reject) => {
        cells.settle = { resolve, reject };
      });
    },
    recalculate: () => Promise.resolve(),
  };
  return cells;
};
