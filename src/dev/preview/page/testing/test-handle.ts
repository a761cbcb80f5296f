import type { Model } from '@odoo/o-spreadsheet';
import { keepWorkbook } from '../files/kept-workbook';
import type { SavedWorkbook } from '../files/saved-workbook';
import type { Caller, Calls } from '../functions/calls';
import type { Book } from '../objects/book';
import type { MicrosoftAccount } from '../protocol/identity';
import type { Zone } from '../workbook/address';
import { formatZone, parseAddress } from '../workbook/address';
import { numberFormatAt, sheetSize, typedFormulaAt } from '../workbook/cells';
import { writeCells } from '../workbook/engine/engine';
import { spillZone } from '../workbook/spills';
import type { SeenChart } from './seen-charts';
import { seenCharts } from './seen-charts';

/** What a cell shows. */
export interface SeenCell {
  readonly text: string;
  readonly value: string | number | boolean | null;
  readonly formula?: string;
  /** What hovering over an error shows. */
  readonly message?: string;
}

/** The preview's handle for browser tests, on `window.preview`. Addresses without a sheet are in the active one. */
export interface PreviewHandle {
  /** Types into a cell: a formula, a number, a date, a text; an empty text clears it. */
  setCell(address: string, text: string): void;
  cell(address: string): SeenCell;
  select(address: string): void;
  /** Inserts rows above a cell, as a person does. */
  insertRows(address: string, count: number): void;
  /** The address of the cells that this formula fills, itself included; `undefined` where it does not spill. */
  spillOf(address: string): string | undefined;
  /** What Excel shows on a click on a cell whose formula gives a value with a card. */
  cardOf(address: string): Readonly<Record<string, string>> | undefined;
  /** The charts of the active sheet. */
  charts(): readonly SeenChart[];
  /** The number format of a cell, as Excel writes it. */
  formatOf(address: string): string;
  /** Whether a cell is bold, and how wide its column is in pixels. */
  styleOf(address: string): { readonly bold: boolean; readonly width: number };
  /** Settles once no call of a custom function is in flight and the results are in the cells. */
  whenIdle(): Promise<void>;
  /** Somebody begins or ends typing in a cell: meanwhile Excel refuses every program on the workbook. */
  type(begins: boolean): void;
  /** A program's next write to a cell fails; what the program has written before stays, as in Excel. */
  failWrites(address: string): void;
  /** From now on a cell that shows an error lets so many calculations pass before it calls again. */
  swallow(calculations: number): void;
  /** The year from which the workbook counts dates, as Excel's functions tell; undefined: they fail for now. */
  countDates(from: 1900 | 1904 | undefined): void;
  /** Somebody signs in to Excel with Microsoft, or out; or is signed out and cancels Excel's prompt. */
  signInToExcel(state: MicrosoftAccount['state']): void;
  /** The next calls of `Office.auth.getAccessToken`, one if not said otherwise, fail with a code such as 13006. */
  refuseToken(code: number, times?: number): void;
  /** Saves the workbook as it is, for `?workbook=saved` to open. */
  save(): void;
  /** How often Excel has called the add-in's functions. */
  functionCalls(): number;
  /** How often a program has calculated all open workbooks (`application.calculate`). */
  calculationsOfAll(): number;
  /** What people without the add-in see on opening this workbook; undefined where it is not marked to start the add-in. */
  seenByOthers(): string | undefined;
  /** What the add-in asked that the preview does not know. */
  readonly errors: readonly string[];
}

declare global {
  interface Window {
    preview?: PreviewHandle;
  }
}

export function createHandle(
  { model, recalculation, habits, pane }: Pick<Book, 'model' | 'recalculation' | 'habits' | 'pane'>,
  calls: Calls,
  saved: () => SavedWorkbook,
  errors: readonly string[],
): PreviewHandle {
  const zoneAt = (address: string): { readonly sheetId: string; readonly zone: Zone } => {
    const active = model.getters.getActiveSheetId();
    const parsed = parseAddress(address, sheetSize(model, active));
    if (!parsed) throw new Error(`"${address}" is no address in this workbook.`);
    const sheetId = parsed.sheet === undefined ? active : model.getters.getSheetIdByName(parsed.sheet);
    if (sheetId === undefined) throw new Error(`There is no sheet "${parsed.sheet ?? ''}".`);
    return { sheetId, zone: parsed.zone };
  };
  const cellAt = (address: string): Caller => {
    const { sheetId, zone } = zoneAt(address);
    return { sheetId, row: zone.top, col: zone.left };
  };
  return {
    setCell: (address, content) => writeCells(model, [{ ...cellAt(address), content }]),
    cell: (address) => look(model, cellAt(address)),
    select: (address) => {
      const { zone } = zoneAt(address);
      model.selection.selectZone({ cell: { col: zone.left, row: zone.top }, zone }, { scrollIntoView: true });
    },
    insertRows: (address, quantity) => {
      const { sheetId, row: base } = cellAt(address);
      const sheetName = model.getters.getSheetName(sheetId);
      model.dispatch('ADD_COLUMNS_ROWS', { sheetId, sheetName, dimension: 'ROW', position: 'before', base, quantity });
    },
    spillOf: (address) => {
      const zone = spillZone(model, cellAt(address));
      return zone && formatZone(zone);
    },
    cardOf: (address) => calls.cardAt(cellAt(address)),
    charts: () => seenCharts(model),
    formatOf: (address) => numberFormatAt(model, cellAt(address)),
    styleOf: (address) => {
      const at = cellAt(address);
      const { bold = false } = model.getters.getCellComputedStyle(at);
      return { bold, width: model.getters.getColSize(at.sheetId, at.col) };
    },
    whenIdle: () => idle(calls),
    type: (begins) => {
      habits.typing = begins;
    },
    failWrites: (address) => {
      habits.failingWrite = address;
    },
    swallow: (calculations) => {
      habits.swallowed = calculations;
    },
    countDates: (from) => {
      habits.datesFrom = from;
    },
    signInToExcel: (state) => {
      habits.microsoft.state = state;
    },
    refuseToken: (code, times = 1) => {
      habits.microsoft.refusal = { code, times };
    },
    save: () => keepWorkbook(sessionStorage, 'saved', saved()),
    functionCalls: () => calls.begun,
    calculationsOfAll: () => recalculation.ofAll,
    // https://github.com/OfficeDev/office-js/issues/3558
    seenByOthers: () => (pane.loadsWithDocument ? 'ADD-IN ERROR: This add-in could not be started.' : undefined),
    errors,
  };
}

function look(model: Model, at: Caller): SeenCell {
  const { value, formattedValue: text, message } = model.getters.getEvaluatedCell(at);
  const formula = typedFormulaAt(model, at);
  return {
    text,
    value,
    ...(formula === undefined ? {} : { formula }),
    ...(message ? { message } : {}),
  };
}

async function idle(calls: Calls): Promise<void> {
  do await new Promise(requestAnimationFrame);
  while (calls.pending > 0);
}
