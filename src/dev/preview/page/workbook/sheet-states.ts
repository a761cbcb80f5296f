import type { Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../functions/calls';
import type { Zone } from './address';

/** How a sheet is printed. */
export interface PrintLayout {
  readonly orientation: 'Portrait' | 'Landscape';
  /** Pages that it is fitted to; 0 leaves the number open. */
  readonly fit?: { readonly width: number; readonly height: number };
  readonly isCentered: boolean;
  /** All margins, in points. */
  readonly margin?: number;
  readonly area?: Zone;
}

const usualLayout: PrintLayout = { orientation: 'Portrait', isCentered: false };

/**
 * What Excel keeps of sheets that the engine has no place for: protection, sheets that only programs can show, and how they are
 * printed.
 */
export class SheetStates {
  readonly #layouts = new Map<string, PrintLayout>();
  readonly #protected = new Set<string>();
  readonly #veryHidden = new Set<string>();
  readonly #unlocked = new Set<string>();

  isProtected(sheetId: string): boolean {
    return this.#protected.has(sheetId);
  }

  protect(sheetId: string, on: boolean): void {
    if (on) this.#protected.add(sheetId);
    else this.#protected.delete(sheetId);
  }

  isVeryHidden(sheetId: string): boolean {
    return this.#veryHidden.has(sheetId);
  }

  hideFromPeople(sheetId: string, on: boolean): void {
    if (on) this.#veryHidden.add(sheetId);
    else this.#veryHidden.delete(sheetId);
  }

  printLayout(sheetId: string): PrintLayout {
    return this.#layouts.get(sheetId) ?? usualLayout;
  }

  print(sheetId: string, change: Partial<PrintLayout>): void {
    this.#layouts.set(sheetId, { ...this.printLayout(sheetId), ...change });
  }

  /** Whether all cells are locked; `null` where only some are, as in Excel. A cell is, unless somebody unlocked it. */
  areLocked(sheetId: string, zone: Zone): boolean | null {
    const locked = cellsOf(sheetId, zone).map((cell) => !this.#unlocked.has(keyOf(cell)));
    return locked.every(Boolean) ? true : locked.some(Boolean) ? null : false;
  }

  lock(sheetId: string, zone: Zone, on: boolean): void {
    for (const cell of cellsOf(sheetId, zone)) {
      if (on) this.#unlocked.delete(keyOf(cell));
      else this.#unlocked.add(keyOf(cell));
    }
  }

  /** Whether programs and people are refused to write there. */
  refuses(sheetId: string, zone: Zone): boolean {
    return this.isProtected(sheetId) && this.areLocked(sheetId, zone) !== false;
  }
}

const keyOf = ({ sheetId, row, col }: Caller): string => `${sheetId}:${row}:${col}`;

const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const cellsOf = (sheetId: string, { top, bottom, left, right }: Zone): Caller[] =>
  span(top, bottom).flatMap((row) => span(left, right).map((col) => ({ sheetId, row, col })));

const ofModels = new WeakMap<Model, SheetStates>();

/** Those of one workbook. */
export function sheetStates(model: Model): SheetStates {
  const known = ofModels.get(model) ?? new SheetStates();
  ofModels.set(model, known);
  return known;
}
