import type { Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../functions/calls';
import type { EventName } from '../protocol/events';
import { workbookTarget } from '../protocol/events';
import type { Zone } from './address';
import { boundingZone, formatZone, sameZone } from './address';
import { sheetSize } from './cells';

/** Tells one event of the workbook to whoever registered for it. */
export type Tell = (name: EventName, target: string, message: Readonly<Record<string, unknown>>) => void;

/**
 * Watches the workbook and tells what Excel would: cells written, selection moved, sheets activated, added, deleted.
 * What formulas come to is no change, as in Excel.
 * @returns takes each written cell; what was written in one command is told as one change.
 */
export function watchWorkbook(model: Model, tell: Tell, onSelection: () => void): (cell: Caller) => void {
  const edits = new Map<string, Zone>();
  let sheets = model.getters.getSheetIds();
  let active = model.getters.getActiveSheetId();
  let selected = { sheetId: active, zone: model.getters.getSelectedZone() };

  const tellBoth = (name: EventName, worksheetId: string, message: Readonly<Record<string, unknown>>): void => {
    tell(name, worksheetId, { worksheetId, ...message });
    tell(name, workbookTarget, { worksheetId, ...message });
  };
  const tellEdits = (): void => {
    for (const [sheetId, zone] of edits) {
      edits.delete(sheetId);
      const address = formatZone(zone, sheetSize(model, sheetId));
      tellBoth('changed', sheetId, { address, changeType: 'RangeEdited', source: 'Local', shiftDirection: 'None' });
    }
  };
  const tellSheets = (): void => {
    const now = model.getters.getSheetIds();
    const before = sheets;
    sheets = now;
    for (const id of now) if (!before.includes(id)) tellBoth('added', id, { source: 'Local' });
    for (const id of before) if (!now.includes(id)) tellBoth('deleted', id, { source: 'Local' });
    const [from, to] = [active, model.getters.getActiveSheetId()];
    active = to;
    if (from === to) return;
    tellBoth('deactivated', from, {});
    tellBoth('activated', to, {});
  };
  const tellSelection = (): void => {
    const zone = model.getters.getSelectedZone();
    if (selected.sheetId === active && sameZone(zone, selected.zone)) return;
    selected = { sheetId: active, zone };
    const address = formatZone(zone, sheetSize(model, active));
    tellBoth('selectionChanged', active, { address, workbookId: '', isInsideTable: false });
    onSelection();
  };
  const look = (): void => {
    tellSheets();
    tellEdits();
    tellSelection();
  };
  model.on('update', watchWorkbook, look);
  model.selection.observe(watchWorkbook, { handleEvent: () => queueMicrotask(look) });
  return ({ sheetId, row, col }) => {
    const cell = { top: row, bottom: row, left: col, right: col };
    const zone = edits.get(sheetId);
    edits.set(sheetId, zone ? boundingZone(zone, cell) : cell);
  };
}
