import type { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Zone } from '../../workbook/address';
import { writeZone } from '../../workbook/cells';
import { checked } from '../arguments';

/** What is acted on. */
interface Target {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
  readonly zone: Zone;
}

const clearModes = v.picklist(['All', 'Contents', 'Formats']);

/** Empties cells, takes their format away, or both. */
export function clear({ book: { model }, sheetId, zone }: Target, applyTo: unknown): void {
  const mode = checked(v.nullish(clearModes), applyTo, 'applyTo') ?? 'All';
  if (mode !== 'Formats') writeZone(model, sheetId, zone, '');
  if (mode !== 'Contents') model.dispatch('CLEAR_FORMATTING', { sheetId, target: [zone] });
}

/** Shows cells and selects them. */
export function select({ book: { model }, sheetId, zone }: Target): void {
  const active = model.getters.getActiveSheetId();
  if (active !== sheetId) model.dispatch('ACTIVATE_SHEET', { sheetIdFrom: active, sheetIdTo: sheetId });
  model.selection.selectZone({ cell: { col: zone.left, row: zone.top }, zone }, { scrollIntoView: true });
}
