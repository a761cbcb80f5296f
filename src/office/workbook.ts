import type { RunExcel } from './excel-run';
import { formatSpill, type SpillFormat } from './format-spill';
import type { Later } from './later';
import { markDirty, type RefreshScope } from './mark-dirty';

export type { RefreshScope, SpillFormat };

/** The workbook, as far as the add-in touches it. Every method rejects with a FailureError only. */
export interface Workbook {
  /**
   * Writes the formula into the active cell and gives the cell's address. When the answer has spilled its times are
   * formatted as dates; nobody has to wait for that.
   */
  insertFormula(formula: string, format: SpillFormat): Promise<{ address: string }>;
  /** Has our formulas ask again; gives how many cells hold one. */
  refresh(scope: RefreshScope): Promise<number>;
  selectedAddress(): Promise<string>;
}

export interface WorkbookParts {
  readonly run: RunExcel;
  readonly wait: Later;
  /** Called before a refresh, so that its formulas do not get what is in memory. */
  readonly forget: () => void;
}

export const createWorkbook = ({ run, wait, forget }: WorkbookParts): Workbook => ({
  insertFormula: async (formula, format) => {
    const address = await run(async (context) => {
      const cell = context.workbook.getActiveCell();
      cell.formulas = [[formula]];
      cell.load('address');
      await context.sync();
      return cell.address;
    });
    void formatSpill(run, wait, address, format);
    return { address };
  },
  refresh: (scope) => {
    forget();
    return run((context) => markDirty(context, scope, 'all'));
  },
  selectedAddress: () =>
    run(async (context) => {
      const range = context.workbook.getSelectedRange();
      range.load('address');
      await context.sync();
      return range.address;
    }),
});
