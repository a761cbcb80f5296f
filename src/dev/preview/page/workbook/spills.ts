import type { Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../functions/calls';
import type { Zone } from './address';
import { cellCount } from './address';

/** The cells that this formula fills, itself included; `undefined` where it does not spill. */
export function spillZone(model: Model, anchor: Caller): Zone | undefined {
  const zone = model.getters.getSpreadZone(anchor);
  return zone && cellCount(zone) > 1 ? zone : undefined;
}

/** The formula that fills this cell, if one does. */
export function spillParent(model: Model, at: Caller): Caller | undefined {
  const parent = model.getters.getArrayFormulaSpreadingOn(at);
  return parent && spillZone(model, parent) ? parent : undefined;
}
