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

/** Defined names that stand for formulas, and formulas as they were typed where the engine holds others for them. */
export class TypedFormulas {
  readonly #names = new Map<string, string>();
  readonly #typed = new Map<string, Typed>();

  /** The names, as they were written. */
  names(): readonly string[] {
    return [...this.#names.keys()];
  }

  formulaOf(name: string): string | undefined {
    return this.#byName().get(name.toLowerCase());
  }

  define(name: string, formula: string): void {
    this.remove(name);
    this.#names.set(name, formula);
  }

  remove(name: string): void {
    for (const known of this.names()) if (known.toLowerCase() === name.toLowerCase()) this.#names.delete(known);
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
    return { names: [...this.#names], typed: [...this.#typed] };
  }

  open({ names, typed }: SavedFormulas): void {
    for (const [name, formula] of names) this.#names.set(name, formula);
    for (const [key, one] of typed) this.#typed.set(key, one);
  }

  #byName(): ReadonlyMap<string, string> {
    return new Map([...this.#names].map(([name, formula]) => [name.toLowerCase(), formula]));
  }
}

/** The engine writes formulas with blanks of its own. */
const bare = (formula: string): string => formula.replace(/\s/g, '');
const keyOf = ({ sheetId, row, col }: Caller, engine: string): string => `${sheetId}:${row}:${col}:${bare(engine)}`;

const ofModels = new WeakMap<Model, TypedFormulas>();

/** Those of one workbook. */
export function typedFormulas(model: Model): TypedFormulas {
  const known = ofModels.get(model) ?? new TypedFormulas();
  ofModels.set(model, known);
  return known;
}
