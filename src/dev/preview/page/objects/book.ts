import type { Model } from '@odoo/o-spreadsheet';
import type { InvocationResult } from '../functions/results';
import type { MicrosoftAccount } from '../protocol/identity';
import type { Recalculation } from '../workbook/engine/recalculation';

/** What stands behind the object model: the workbook, and what the add-in's programs move besides it. */
export interface Book {
  readonly model: Model;
  readonly recalculation: Recalculation;
  /** The workbook's name, for instance `Book.xlsx`. */
  readonly name: string;
  /** The workbook's settings for this add-in (`workbook.settings`), by key. */
  readonly settings: Map<string, unknown>;
  readonly functions: FunctionRuntime;
  readonly pane: PaneControl;
  readonly habits: Habits;
}

/** What Excel does at times only, for tests to switch on. */
export interface Habits {
  /** Somebody types in a cell: programs on the workbook are refused. */
  typing: boolean;
  /** The address with its sheet of a cell whose next write by a program fails, as Excel's own errors do; undefined: none. */
  failingWrite: string | undefined;
  /** How many calculations a cell that shows an error lets pass before it calls again: 1 on the web, at times. */
  swallowed: number;
  /**
   * The year from which the workbook counts dates. Only Excel's own functions tell: the grid stays as it is. Undefined:
   * they fail for now.
   */
  datesFrom: 1900 | 1904 | undefined;
  /** An Excel of before data types: numbers that functions give have no formats. */
  readonly withoutFormats: boolean;
  /** Who is signed in to Excel with Microsoft. */
  readonly microsoft: MicrosoftAccount;
}

/** The custom functions' side of the conversation. */
export interface FunctionRuntime {
  /** The add-in's functions are associated: calls can go out. */
  ready(): void;
  settle(results: readonly InvocationResult[]): void;
}

/** The task pane, as `Office.addin` moves it. */
export interface PaneControl {
  readonly visible: boolean;
  show(): void;
  hide(): void;
  /** Whether the runtime loads with the document, as `setStartupBehavior` says. */
  loadsWithDocument: boolean;
}
