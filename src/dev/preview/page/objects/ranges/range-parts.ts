import type { Model } from '@odoo/o-spreadsheet';
import type { Zone } from '../../workbook/address';
import { cellCount, formatAddress, intersection } from '../../workbook/address';
import { sheetSize } from '../../workbook/cells';
import type { HostObject } from '../define';
import { defineType } from '../define';

interface Part {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
  readonly zone: Zone;
}

const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Whether rows or columns are hidden, by a person or by a filter; `null` where only some of them are, as in Excel. */
export function areHidden({ book, sheetId, zone }: Part, what: 'rows' | 'columns'): boolean | null {
  const { getters } = book.model;
  const hidden =
    what === 'rows'
      ? span(zone.top, zone.bottom).map((row) => getters.isRowHidden(sheetId, row))
      : span(zone.left, zone.right).map((column) => getters.isColHidden(sheetId, column));
  return hidden.every(Boolean) ? true : hidden.some(Boolean) ? null : false;
}

/** Hides rows, or shows them. */
export function hideRows({ book, sheetId, zone }: Part, on: boolean): void {
  const elements = span(zone.top, zone.bottom);
  book.model.dispatch(on ? 'HIDE_COLUMNS_ROWS' : 'UNHIDE_COLUMNS_ROWS', { sheetId, dimension: 'ROW', elements });
}

/** What Excel's `RangeAreas` tells of one or more ranges of a sheet. */
export const areasRead = {
  Address: (parts: readonly Part[]): string =>
    parts
      .map(({ book: { model }, sheetId, zone }) =>
        formatAddress(model.getters.getSheetName(sheetId), zone, sheetSize(model, sheetId)),
      )
      .join(','),
  AreaCount: (parts: readonly Part[]): number => parts.length,
  CellCount: (parts: readonly Part[]): number => parts.reduce((sum, { zone }) => sum + cellCount(zone), 0),
};

/** Excel's `RangeAreas`, as far as it tells where they are. `range-areas.ts` has those that lead to their ranges. */
const placedAreas = defineType<readonly Part[]>('RangeAreas', {
  read: areasRead,
  call: { _KeepReference: () => null },
});

/** The merged areas that have cells of a range, if there are any. */
export function mergedAreas({ book, sheetId, zone }: Part): HostObject | null {
  const zones = book.model.getters.getMerges(sheetId).filter((merge) => intersection(merge, zone) !== undefined);
  return zones.length === 0 ? null : placedAreas(zones.map((merged) => ({ book, sheetId, zone: merged })));
}

/** A table, as far as it tells that it is there. */
const scopedTable = defineType<string>('Table', {
  identity: (id) => ({ Id: id }),
  read: { Id: (id) => id, Name: (id) => `Table_${id}` },
});

/** Excel's `TableScopedCollection`. */
const tableScopedCollection = defineType<Part>('TableScopedCollection', {
  items: ({ book, sheetId, zone }) =>
    book.model.getters
      .getTables(sheetId)
      .filter(({ range }) => intersection(range.zone, zone) !== undefined)
      .map(({ id }) => scopedTable(id)),
});

/** The tables that have cells of a range. */
export const tablesIn = (part: Part): HostObject => tableScopedCollection(part);
