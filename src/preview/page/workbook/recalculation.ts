import type { Model } from '@odoo/o-spreadsheet';
import type { Zone } from '../address';
import type { Caller, Calls } from '../functions/calls';
import { formulaTextAt } from './cells';

/**
 * When custom functions run again without a change of their parameters. A clean cell is not called again by a recalculation
 * (https://github.com/OfficeDev/office-js/issues/1462); one that was marked dirty is, at the next recalculation.
 */
export class Recalculation {
  readonly #model: Model;
  readonly #calls: Calls;
  #dirty: Caller[] = [];
  #edited = false;

  constructor(model: Model, calls: Calls) {
    this.#model = model;
    this.#calls = calls;
    model.on('update', this, () => {
      calls.sweep((at) => formulaTextAt(model, at));
      if (!this.#edited) return;
      this.#edited = false;
      this.calculate();
    });
  }

  /** A cell was written: with it its calls, and a recalculation follows. */
  edited(cell: Caller): void {
    this.#calls.forget(cell);
    this.#edited = true;
  }

  /** Marks the formulas of a zone for the next recalculation. */
  setDirty(sheetId: string, zone: Zone): void {
    this.#dirty.push(
      ...this.#calls.callers().filter((at) => {
        const { row, col } = at;
        const inside = row >= zone.top && row <= zone.bottom && col >= zone.left && col <= zone.right;
        return inside && at.sheetId === sheetId;
      }),
    );
  }

  /** Runs what is dirty; `everything` runs all custom functions, as Excel's full rebuild does. */
  calculate(everything = false): void {
    const dirty = everything ? this.#calls.callers() : this.#dirty;
    this.#dirty = [];
    for (const at of dirty) this.#calls.forget(at);
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
