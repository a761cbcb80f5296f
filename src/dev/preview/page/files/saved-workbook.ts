import type { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Calls } from '../functions/calls';
import { sample } from '../functions/samples';
import { place, savedCall } from '../functions/saved-call';
import type { Book } from '../objects/book';
import { typedFormulas } from '../workbook/engine/typed-formulas';
import { objectNotes, savedNotes } from '../workbook/object-notes';

type Place = v.InferOutput<typeof place>;

/** A workbook as a file has it: formulas with the results of their calls, which nobody asks for again on opening. */
export const savedWorkbook = v.object({
  /** Its file's name. */
  name: v.string(),
  /** The engine's data. */
  data: v.looseObject({}),
  /** The active cell. */
  active: v.exactOptional(place),
  formulas: v.object({
    names: v.array(v.tuple([v.string(), v.string()])),
    typed: v.array(v.tuple([v.string(), v.object({ formula: v.string(), engine: v.string() })])),
  }),
  notes: savedNotes,
  calls: v.array(savedCall),
  samples: v.array(sample),
  /** What the add-in keeps in the workbook: by `workbook.settings`, by `document.settings`, and its start with it. */
  settings: v.array(v.tuple([v.string(), v.unknown()])),
  documentSettings: v.array(v.tuple([v.string(), v.string()])),
  startsAddIn: v.boolean(),
});

export type SavedWorkbook = v.InferOutput<typeof savedWorkbook>;

/** What is saved of a running workbook. */
export interface RunningWorkbook extends Pick<Book, 'model' | 'name' | 'settings' | 'pane'> {
  readonly calls: Calls;
  readonly documentSettings: ReadonlyMap<string, string>;
}

/** A workbook in which nothing has been calculated. */
export function newWorkbook(name: string, data: Readonly<Record<string, unknown>>): SavedWorkbook {
  const formulas = { names: [], typed: [] };
  const notes = { charts: [], names: [] };
  return {
    name,
    data,
    formulas,
    notes,
    calls: [],
    samples: [],
    settings: [],
    documentSettings: [],
    startsAddIn: false,
  };
}

/** The workbook as it is now. */
export function toSaved({ model, name, calls, settings, documentSettings, pane }: RunningWorkbook): SavedWorkbook {
  return {
    name,
    data: { ...dataOf(model) },
    active: activeCell(model),
    formulas: typedFormulas(model).save(),
    notes: objectNotes(model).save(),
    calls: calls.save(),
    samples: calls.samples.save(),
    settings: [...settings],
    documentSettings: [...documentSettings],
    startsAddIn: pane.loadsWithDocument,
  };
}

/** Activates a workbook's active cell. The grid may have no size yet: scrolling would go too far. */
export function activate(model: Model, { sheetId, row, col }: Place): void {
  if (!model.getters.tryGetSheet(sheetId)) return;
  const sheetIdFrom = model.getters.getActiveSheetId();
  if (sheetIdFrom !== sheetId) model.dispatch('ACTIVATE_SHEET', { sheetIdFrom, sheetIdTo: sheetId });
  const zone = { top: row, bottom: row, left: col, right: col };
  model.selection.selectZone({ cell: { row, col }, zone }, { scrollIntoView: false });
}

const activeCell = (model: Model): Place => {
  const { sheetId, row, col } = model.getters.getActivePosition();
  return { sheetId, row, col };
};

const dataOf = (model: Model): object => model.exportData();
