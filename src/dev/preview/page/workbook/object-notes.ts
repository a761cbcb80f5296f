import type { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';

/** What a workbook keeps of {@link ObjectNotes} when it is saved. */
export const savedNotes = v.object({
  charts: v.array(v.tuple([v.string(), v.string()])),
  names: v.array(v.tuple([v.string(), v.object({ comment: v.string(), visible: v.boolean() })])),
});

interface NameNote {
  readonly comment: string;
  readonly visible: boolean;
}

/** What Excel keeps of charts and names that the engine has no place for. */
export class ObjectNotes {
  readonly #charts = new Map<string, string>();
  readonly #names = new Map<string, NameNote>();

  /** A chart's name: the one that it was given, else its id. */
  chartName(chartId: string): string {
    return this.#charts.get(chartId) ?? chartId;
  }

  nameChart(chartId: string, name: string): void {
    this.#charts.set(chartId, name);
  }

  /** What a defined name has besides its cells. */
  ofName(name: string): NameNote {
    return this.#names.get(name.toLowerCase()) ?? { comment: '', visible: true };
  }

  noteName(name: string, change: Partial<NameNote>): void {
    this.#names.set(name.toLowerCase(), { ...this.ofName(name), ...change });
  }

  save(): v.InferOutput<typeof savedNotes> {
    return { charts: [...this.#charts], names: [...this.#names] };
  }

  open({ charts, names }: v.InferOutput<typeof savedNotes>): void {
    for (const [chartId, name] of charts) this.#charts.set(chartId, name);
    for (const [name, note] of names) this.#names.set(name, note);
  }
}

const ofModels = new WeakMap<Model, ObjectNotes>();

/** Those of one workbook. */
export function objectNotes(model: Model): ObjectNotes {
  const known = ofModels.get(model) ?? new ObjectNotes();
  ofModels.set(model, known);
  return known;
}
