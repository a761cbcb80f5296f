import type { Model } from '@odoo/o-spreadsheet';
import type { Caller, Calls } from '../../functions/calls';
import type { Zone } from '../address';
import { formulaTextAt } from '../cells';

/**
 * When custom functions run again without a change of their parameters. A clean cell is not called again by a recalculation
 * (https://github.com/OfficeDev/office-js/issues/1462); one that was marked dirty is, at the next recalculation.
 */
export class Recalculation {
  readonly #model: Model;
  readonly #calls: Calls;
  #dirty: Caller[] = [];
  readonly #edited: Caller[] = [];
  #ofAll = 0;
  readonly #swallowed: () => number;

  /** @param swallowed how many calculations a cell that shows an error lets pass before it calls again. */
  constructor(model: Model, calls: Calls, swallowed: () => number) {
    this.#model = model;
    this.#calls = calls;
    this.#swallowed = swallowed;
    model.on('update', this, () => {
      calls.sweep((at) => formulaTextAt(model, at));
      if (this.#edited.length === 0) return;
      // The engine itself computes nothing where the same formula is entered again.
      const edited = this.#edited.splice(0);
      this.#calculate();
      this.evaluate(edited);
    });
  }

  /** A cell was written: with it its calls, and a recalculation follows. */
  edited(cell: Caller): void {
    this.#calls.forget(cell);
    this.#edited.push(cell);
  }

  /** Marks the formulas of a zone for the next recalculation. */
  setDirty(sheetId: string, zone: Zone): void {
    this.#dirty.push(...this.#calls.callers().filter((at) => isInside(at, sheetId, zone)));
  }

  /** Runs what is dirty in a zone (`range.calculate`). */
  calculateZone(sheetId: string, zone: Zone): void {
    this.#calculate((at) => isInside(at, sheetId, zone));
  }

  /**
   * Runs what is dirty, in all open workbooks (`application.calculate`); `everything` runs all custom functions, as Excel's full
   * rebuild does.
   */
  calculateAll(everything = false): void {
    this.#ofAll += 1;
    if (everything) this.#dirty = this.#calls.callers();
    this.#calculate();
  }

  /**
   * Somebody presses a key to calculate: what is dirty and what the engine always calculates, such as `TODAY()`; `everything` runs
   * all custom functions, too.
   */
  calculateByKey(everything: boolean): void {
    if (everything) this.#dirty = this.#calls.callers();
    this.#calculate();
    this.#model.dispatch('EVALUATE_CELLS');
  }

  /** How often a program has calculated all open workbooks. */
  get ofAll(): number {
    return this.#ofAll;
  }

  #calculate(isMeant: (at: Caller) => boolean = () => true): void {
    const dirty = this.#dirty.filter(isMeant);
    this.#dirty = this.#dirty.filter((at) => !isMeant(at));
    for (const at of dirty) this.#calls.recalculate(at, this.#swallowed());
    this.evaluate(dirty);
  }

  /** Computes these cells again; what the calls already know is taken from there. */
  evaluate(cells: readonly Caller[]): void {
    const cellIds = cells
      .filter((at) => formulaTextAt(this.#model, at) !== undefined)
      .flatMap((at) => this.#model.getters.getCell(at)?.id ?? []);
    if (cellIds.length > 0) this.#model.dispatch('EVALUATE_CELLS', { cellIds });
  }
}

function isInside({ sheetId, row, col }: Caller, ofSheet: string, zone: Zone): boolean {
  return sheetId === ofSheet && row >= zone.top && row <= zone.bottom && col >= zone.left && col <= zone.right;
}
