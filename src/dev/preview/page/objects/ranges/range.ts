import type { Caller } from '../../functions/calls';
import type { Zone } from '../../workbook/address';
import {
  boundingZone,
  cellCount,
  columnCount,
  formatAddress,
  formatZone as zoneText,
  intersection,
  parseAddress,
  rowCount,
  topLeft,
} from '../../workbook/address';
import {
  formatZone,
  formulaAt,
  numberFormatAt,
  readZone,
  sheetSize,
  textAt,
  usedZone,
  valueAt,
  valueTypeAt,
  writeZone,
} from '../../workbook/cells';
import { spillParent, spillZone } from '../../workbook/spills';
import { asBoolean, asIndex, asNumber, asObject } from '../arguments';
import type { Book } from '../book';
import type { HostObject } from '../define';
import { defineType, HostError, UnknownMember } from '../define';
import { writable } from '../protection';
import { conditionalFormats } from './conditional-formats';
import { pointsOf } from './positions';
import { clear, copyFrom, merge, select } from './range-actions';
import { rangeFormat } from './range-format';
import { areHidden, hideRows, mergedAreas, tablesIn } from './range-parts';

/** Some cells of one sheet. */
export interface Cells {
  readonly book: Book;
  readonly sheetId: string;
  readonly zone: Zone;
  /** Makes the sheet's object; given from outside so that sheets and ranges need not import each other. */
  readonly worksheet: (sheetId: string) => HostObject;
}

/** The cells behind a `Range` that came as an argument. */
export function cellsOf(value: unknown, name: string): Cells {
  const cells = known.get(asObject(value, 'Range', name));
  if (!cells) throw new HostError('InvalidArgument', `The argument '${name}' must be a Range.`);
  return cells;
}

/** The cells behind an argument that may be a `Range`, or an address in this sheet. */
export function cellsAt(sheet: Omit<Cells, 'zone'>, value: unknown, name: string): Cells {
  return cellsOf(typeof value === 'string' ? rangeAt(sheet, value) : value, name);
}

/** Excel's `Range`. @see https://learn.microsoft.com/javascript/api/excel/excel.range */
export function range(cells: Cells): HostObject {
  const object = define(cells);
  known.set(object, cells);
  return object;
}

/** The cells at an address of this sheet. @throws {HostError} InvalidArgument for what is no address of it. */
export function rangeAt(sheet: Omit<Cells, 'zone'>, address: string): HostObject {
  const zone = parseAddress(address, sheetSize(sheet.book.model, sheet.sheetId))?.zone;
  if (!zone) throw new HostError('InvalidArgument', `"${address}" is no address in this sheet.`);
  return range({ ...sheet, zone });
}

/** What office.js keeps of a range, and how it is found again. */
export const rangeReference = ({ sheetId, zone }: Cells): string => `range ${sheetId} ${zoneText(zone)}`;

const known = new WeakMap<HostObject, Cells>();

const moved = (cells: Cells, change: Partial<Zone>): HostObject => within(cells, { ...cells.zone, ...change });

/** A range of the same sheet. @throws {HostError} InvalidArgument beyond the sheet's edge. */
function within(cells: Cells, zone: Zone): HostObject {
  const { rows, columns } = sheetSize(cells.book.model, cells.sheetId);
  const inside = zone.top >= 0 && zone.left >= 0 && zone.bottom < rows && zone.right < columns;
  if (!inside || zone.top > zone.bottom || zone.left > zone.right)
    throw new HostError('InvalidArgument', 'The requested range lies outside the sheet.');
  return range({ ...cells, zone });
}

function resized(cells: Cells, rows: number, columns: number): HostObject {
  return moved(cells, { bottom: cells.zone.top + rows - 1, right: cells.zone.left + columns - 1 });
}

const at = ({ sheetId, zone }: Cells): Caller => ({ sheetId, row: zone.top, col: zone.left });
const all = <Value>({ book, sheetId, zone }: Cells, read: (model: Book['model'], cell: Caller) => Value): Value[][] =>
  readZone(sheetId, zone, (cell) => read(book.model, cell));

function spilling(cells: Cells): HostObject | null {
  if (cellCount(cells.zone) !== 1) throw new HostError('InvalidArgument', 'Only one cell can be a spill anchor.');
  const zone = spillZone(cells.book.model, at(cells));
  return zone ? range({ ...cells, zone }) : null;
}

function parentOf(cells: Cells): HostObject | null {
  const parent = spillParent(cells.book.model, at(cells));
  return parent
    ? range({ ...cells, zone: { top: parent.row, bottom: parent.row, left: parent.col, right: parent.col } })
    : null;
}

function used(cells: Cells): HostObject | null {
  const zone = usedZone(cells.book.model, cells.sheetId, cells.zone);
  return zone ? range({ ...cells, zone }) : null;
}

function found(object: HostObject | null): HostObject {
  if (!object) throw new HostError('ItemNotFound', "The requested resource doesn't exist.");
  return object;
}

function write(cells: Cells, value: unknown): void {
  const { book, sheetId, zone } = writable(cells);
  failIfTold(cells);
  writeZone(book.model, sheetId, zone, value);
}

/** @throws {HostError} GeneralException, once, where a test wants Excel to fail. */
function failIfTold({ book: { habits, model }, sheetId, zone }: Cells): void {
  const failing = parseAddress(habits.failingWrite ?? '', sheetSize(model, sheetId));
  if (failing === undefined || model.getters.getSheetIdByName(failing.sheet ?? '') !== sheetId) return;
  if (!intersection(failing.zone, zone)) return;
  habits.failingWrite = undefined;
  throw new HostError('GeneralException', 'There was an internal error while processing the request.');
}

const define = defineType<Cells>('Range', {
  identity: (cells) => ({ _ReferenceId: rangeReference(cells) }),
  read: {
    Address: ({ book, sheetId, zone }) =>
      formatAddress(book.model.getters.getSheetName(sheetId), zone, sheetSize(book.model, sheetId)),
    CellCount: ({ zone }) => cellCount(zone),
    ColumnCount: ({ zone }) => columnCount(zone),
    ColumnHidden: (cells) => areHidden(cells, 'columns'),
    ColumnIndex: ({ zone }) => zone.left,
    Formulas: (cells) => all(cells, formulaAt),
    HasSpill: ({ book, sheetId, zone }) =>
      readZone(sheetId, zone, (cell) => !!spillZone(book.model, cell))
        .flat()
        .some(Boolean),
    Height: (cells) => pointsOf(cells).height,
    Left: (cells) => pointsOf(cells).left,
    NumberFormat: (cells) => all(cells, numberFormatAt),
    RowCount: ({ zone }) => rowCount(zone),
    RowHidden: (cells) => areHidden(cells, 'rows'),
    RowIndex: ({ zone }) => zone.top,
    Text: (cells) => all(cells, textAt),
    Top: (cells) => pointsOf(cells).top,
    ValueTypes: (cells) => all(cells, valueTypeAt),
    Values: (cells) => all(cells, valueAt),
    Width: (cells) => pointsOf(cells).width,
  },
  write: {
    Formulas: write,
    NumberFormat: (cells, value) => {
      const { book, sheetId, zone } = writable(cells);
      formatZone(book.model, sheetId, zone, value);
    },
    RowHidden: (cells, value) => hideRows(cells, asBoolean(value, 'rowHidden')),
    Values: write,
  },
  navigate: {
    ConditionalFormats: (cells) => conditionalFormats({ ...cells, rangeOf: (zone) => range({ ...cells, zone }) }),
    Format: (cells) => rangeFormat(cells),
    Worksheet: ({ sheetId, worksheet }) => worksheet(sheetId),
  },
  call: {
    Calculate: ({ book, sheetId, zone }) => book.recalculation.calculateZone(sheetId, zone),
    Clear: (cells, applyTo) => clear(writable(cells), applyTo),
    CopyFrom: (cells, source, copyType, ...rest) =>
      copyFrom(writable(cells), cellsAt(cells, source, 'sourceRange'), copyType, rest),
    GetAbsoluteResizedRange: (cells, rows, columns) =>
      resized(cells, asIndex(rows, 'numRows'), asIndex(columns, 'numColumns')),
    GetBoundingRect: (cells, other) => within(cells, boundingZone(cells.zone, cellsOf(other, 'anotherRange').zone)),
    GetCell: (cells, row, column) => {
      const [top, left] = [cells.zone.top + asNumber(row, 'row'), cells.zone.left + asNumber(column, 'column')];
      return within(cells, { top, bottom: top, left, right: left });
    },
    GetColumn: (cells, column) => {
      const left = cells.zone.left + asNumber(column, 'column');
      return moved(cells, { left, right: left });
    },
    GetEntireColumn: (cells) => moved(cells, { top: 0, bottom: sheetSize(cells.book.model, cells.sheetId).rows - 1 }),
    GetEntireRow: (cells) => moved(cells, { left: 0, right: sheetSize(cells.book.model, cells.sheetId).columns - 1 }),
    GetIntersectionOrNullObject: (cells, other) => {
      const zone = intersection(cells.zone, cellsOf(other, 'anotherRange').zone);
      return zone ? within(cells, zone) : null;
    },
    GetLastCell: (cells) => moved(cells, { top: cells.zone.bottom, left: cells.zone.right }),
    GetLastColumn: (cells) => moved(cells, { left: cells.zone.right }),
    GetLastRow: (cells) => moved(cells, { top: cells.zone.bottom }),
    GetMergedAreasOrNullObject: mergedAreas,
    GetOffsetRange: (cells, rows, columns) => {
      const [down, right] = [asNumber(rows, 'rowOffset'), asNumber(columns, 'columnOffset')];
      const { zone } = cells;
      return within(cells, {
        top: zone.top + down,
        bottom: zone.bottom + down,
        left: zone.left + right,
        right: zone.right + right,
      });
    },
    GetResizedRange: (cells, rows, columns) =>
      moved(cells, {
        bottom: cells.zone.bottom + asNumber(rows, 'deltaRows'),
        right: cells.zone.right + asNumber(columns, 'deltaColumns'),
      }),
    GetRow: (cells, row) => {
      const top = cells.zone.top + asNumber(row, 'row');
      return moved(cells, { top, bottom: top });
    },
    GetSpillParent: (cells) => found(parentOf(cells)),
    GetSpillParentOrNullObject: parentOf,
    GetSpillingToRange: (cells) => found(spilling(cells)),
    GetSpillingToRangeOrNullObject: spilling,
    GetTables: tablesIn,
    GetUsedRange: (cells) => used(cells) ?? range({ ...cells, zone: topLeft(cells.zone) }),
    GetUsedRangeOrNullObject: used,
    Merge: (cells) => merge(writable(cells)),
    Select: select,
    SetDirty: ({ book, sheetId, zone }) => book.recalculation.setDirty(sheetId, zone),
    _KeepReference: () => null,
    _ValidateArraySize: ({ zone }, rows, columns) => {
      if (rows !== rowCount(zone) || columns !== columnCount(zone))
        throw new HostError(
          'InvalidArgument',
          "The number of rows or columns in the input array doesn't match the range.",
        );
    },
  },
});

/** Finds a range again by what office.js kept of it. */
export function rangeByReference(reference: string, sheet: Omit<Cells, 'zone' | 'sheetId'>): HostObject {
  const [kind, sheetId, address] = reference.split(' ');
  if (kind !== 'range' || sheetId === undefined || address === undefined)
    throw new UnknownMember(`the reference "${reference}"`);
  return rangeAt({ ...sheet, sheetId }, address);
}
