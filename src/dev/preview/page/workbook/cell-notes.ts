import type { Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../functions/calls';

const prefix = 'preview_note_';

/** A note of a cell. */
export interface CellNote {
  /** Its identity. */
  readonly key: string;
  readonly at: Caller;
  readonly text: string;
}

/**
 * Notes of cells, which the engine has not. A name of the engine's holds the place of each, so that it moves with its cell and
 * comes and goes with undo; the texts of notes that are gone are kept for that.
 */
export class CellNotes {
  readonly #model: Model;
  readonly #texts = new Map<string, string>();

  constructor(model: Model) {
    this.#model = model;
  }

  all(sheetId?: string): CellNote[] {
    return this.#model.getters.getNamedRanges().flatMap(({ name, range }) => {
      if (!isNoteName(name) || (sheetId !== undefined && range.sheetId !== sheetId)) return [];
      const at = { sheetId: range.sheetId, row: range.zone.top, col: range.zone.left };
      return [{ key: name, at, text: this.#texts.get(name) ?? '' }];
    });
  }

  noteAt({ sheetId, row, col }: Caller): CellNote | undefined {
    return this.all(sheetId).find(({ at }) => at.row === row && at.col === col);
  }

  add({ sheetId, row, col }: Caller, text: string): string {
    const key = `${prefix}${crypto.randomUUID().replaceAll('-', '')}`;
    const zone = { top: row, bottom: row, left: col, right: col };
    this.#texts.set(key, text);
    const ranges = [this.#model.getters.getRangeDataFromZone(sheetId, zone)];
    this.#model.dispatch('CREATE_NAMED_RANGE', { name: key, ranges });
    return key;
  }

  rewrite(key: string, text: string): void {
    this.#texts.set(key, text);
  }

  remove(key: string): void {
    this.#model.dispatch('DELETE_NAMED_RANGE', { name: key });
  }

  save(): [string, string][] {
    return this.all().map(({ key, text }) => [key, text]);
  }

  open(texts: readonly (readonly [string, string])[]): void {
    for (const [key, text] of texts) this.#texts.set(key, text);
  }
}

/** Whether a name of the engine's is none of the workbook's, but the place of a note. */
export const isNoteName = (name: string): boolean => name.startsWith(prefix);

const ofModels = new WeakMap<Model, CellNotes>();

/** Those of one workbook. */
export function cellNotes(model: Model): CellNotes {
  const known = ofModels.get(model) ?? new CellNotes(model);
  ofModels.set(model, known);
  return known;
}
