import type { Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../../functions/calls';
import { withoutLambdas } from './lambda';

/** What a workbook keeps of {@link TypedFormulas} when it is saved. */
export interface SavedFormulas {
  readonly names: [string, string][];
  readonly typed: [string, Typed][];
}

interface Typed {
  readonly formula: string;
  /** The engine's formula for it. */
  readonly engine: string;
}

/**
 * Defined names that stand for formulas, and formulas as they were typed where the engine holds others for them. A name of the
 * engine's stands for each of these, so that it comes and goes with undo; what a name that is gone stood for is kept for that.
 */
export class TypedFormulas {
  readonly #model: Model;
  readonly #names = new Map<string, string>();
  readonly #typed = new Map<string, Typed>();

  constructor(model: Model) {
    this.#model = model;
  }

  /** The names, as they were written. */
  names(): readonly string[] {
    const known = new Set(this.#model.getters.getNamedRanges().map(({ name }) => name));
    return [...this.#names.keys()].filter((name) => known.has(name));
  }

  formulaOf(name: string): string | undefined {
    return this.#byName().get(name.toLowerCase());
  }

  define(name: string, formula: string): void {
    this.remove(name);
    this.#names.set(name, formula);
    this.#mark(name);
  }

  remove(name: string): void {
    for (const known of this.names())
      if (known.toLowerCase() === name.toLowerCase()) this.#model.dispatch('DELETE_NAMED_RANGE', { name: known });
  }

  /** What the engine is to hold for what was typed. */
  enter(at: Caller, content: string): string {
    const engine = withoutLambdas(content, this.#byName());
    if (engine === content) this.#typed.delete(keyOf(at, engine));
    else this.#typed.set(keyOf(at, engine), { formula: content, engine });
    return engine;
  }

  /** A formula as it was typed; what the cell held before is known as well, as undo brings it back. */
  typedAt(at: Caller, engine: string): string {
    return this.#typed.get(keyOf(at, engine))?.formula ?? engine;
  }

  save(): SavedFormulas {
    return { names: this.names().map((name) => [name, this.#names.get(name) ?? '']), typed: [...this.#typed] };
  }

  open({ names, typed }: SavedFormulas): void {
    const known = new Set(this.#model.getters.getNamedRanges().map(({ name }) => name));
    for (const [name, formula] of names) {
      this.#names.set(name, formula);
      if (!known.has(name)) this.#mark(name);
    }
    for (const [key, one] of typed) this.#typed.set(key, one);
  }

  /** Has the engine hold the name. It stands for the whole first sheet: rows and columns that go don't take it away. */
  #mark(name: string): void {
    const { getters } = this.#model;
    const [sheetId = ''] = getters.getSheetIds();
    const ranges = [getters.getRangeDataFromZone(sheetId, getters.getSheetZone(sheetId))];
    this.#model.dispatch('CREATE_NAMED_RANGE', { name, ranges });
  }

  #byName(): ReadonlyMap<string, string> {
    return new Map(this.names().map((name) => [name.toLowerCase(), this.#names.get(name) ?? '']));
  }
}

/** The engine writes formulas with blanks of its own. */
const bare = (formula: string): string => formula.replace(/\s/g, '');
const keyOf = ({ sheetId, row, col }: Caller, engine: string): string => `${sheetId}:${row}:${col}:${bare(engine)}`;

const ofModels = new WeakMap<Model, TypedFormulas>();

/** Those of one workbook. */
export function typedFormulas(model: Model): TypedFormulas {
  const known = ofModels.get(model) ?? new TypedFormulas(model);
  ofModels.set(model, known);
  return known;
}

/** The names of cells: those that the workbook has, without those that stand for formulas. */
export function namesOfCells(model: Model): ReturnType<Model['getters']['getNamedRanges']> {
  const others = new Set(typedFormulas(model).names());
  return model.getters.getNamedRanges().filter(({ name }) => !others.has(name));
}
