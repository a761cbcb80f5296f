import type { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Calls } from './functions/calls';
import { objectNotes, savedNotes } from './workbook/object-notes';
import { typedFormulas } from './workbook/typed-formulas';

const cell = v.object({
  value: v.nullable(v.union([v.string(), v.number(), v.boolean()])),
  message: v.exactOptional(v.string()),
});
const place = v.object({ sheetId: v.string(), row: v.number(), col: v.number() });

/** A workbook as a file has it: formulas with the results of their calls, which nobody asks for again on opening. */
const savedWorkbook = v.object({
  data: v.looseObject({}),
  formulas: v.object({
    names: v.array(v.tuple([v.string(), v.string()])),
    typed: v.array(v.tuple([v.string(), v.object({ formula: v.string(), engine: v.string() })])),
  }),
  notes: savedNotes,
  calls: v.array(v.object({ key: v.string(), at: place, result: v.union([cell, v.array(v.array(cell))]) })),
});

export type SavedWorkbook = v.InferOutput<typeof savedWorkbook>;

/** Where this page keeps a workbook until it is opened again. */
const key = 'preview-saved-workbook';

export function saveWorkbook(model: Model, calls: Calls): void {
  const saved = {
    data: model.exportData(),
    formulas: typedFormulas(model).save(),
    notes: objectNotes(model).save(),
    calls: calls.save(),
  };
  sessionStorage.setItem(key, JSON.stringify(saved));
}

/** @throws where this page has saved none. */
export function readSavedWorkbook(): SavedWorkbook {
  const text = sessionStorage.getItem(key);
  if (text === null) throw new Error('This page has saved no workbook.');
  return v.parse(savedWorkbook, JSON.parse(text));
}
