import type { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Zone } from '../../workbook/address';
import { columnCount, rowCount } from '../../workbook/address';
import { readZone, valueAt, valueTypeAt, writeZone } from '../../workbook/cells';
import { checked } from '../arguments';
import { UnknownMember } from '../define';

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

/** What the engine would read as something else than a text. */
const isAmbiguous = (text: string): boolean => /^(?:[-\s\d+=.'$€%(#]|true$|false$|$)/i.test(text);

/** Pastes values alone, over formulas too; no copy leaves out hidden rows here, as Excel's of filtered ones does. */
export function copyFrom(to: Target, from: Target, copyType: unknown, rest: readonly unknown[]): void {
  const isPlain = rest.every((one) => one === undefined || one === null || one === false);
  if (copyType !== 'Values' || !isPlain) throw new UnknownMember(`Range.copyFrom of ${String(copyType)}`);
  const sameSize = rowCount(to.zone) === rowCount(from.zone) && columnCount(to.zone) === columnCount(from.zone);
  if (!sameSize) throw new UnknownMember('Range.copyFrom of another size');
  const { model } = from.book;
  const values = readZone(from.sheetId, from.zone, (at) => {
    const value = valueAt(model, at);
    const type = valueTypeAt(model, at);
    if (type === 'Empty') return '';
    return type === 'String' && isAmbiguous(String(value)) ? `'${String(value)}` : value;
  });
  writeZone(model, to.sheetId, to.zone, values);
}

/** Shows cells and selects them. */
export function select({ book: { model }, sheetId, zone }: Pick<Target, 'book' | 'sheetId' | 'zone'>): void {
  const active = model.getters.getActiveSheetId();
  if (active !== sheetId) model.dispatch('ACTIVATE_SHEET', { sheetIdFrom: active, sheetIdTo: sheetId });
  model.selection.selectZone({ cell: { col: zone.left, row: zone.top }, zone }, { scrollIntoView: true });
}
