import * as v from 'valibot';
import type { Zone } from '../workbook/address';
import { boundingZone } from '../workbook/address';
import { sheetSize, usedZone } from '../workbook/cells';
import { sheetStates } from '../workbook/sheet-states';
import { asBoolean, asIndex, asText, checked, optionalText } from './arguments';
import type { Book } from './book';
import { charts } from './charts/charts';
import type { HostObject } from './define';
import { defineType, HostError } from './define';
import { pageLayout } from './page-layout';
import { worksheetProtection } from './protection';
import { names } from './ranges/names';
import type { Cells } from './ranges/range';
import { range, rangeAt } from './ranges/range';
import { rangeAreas } from './ranges/range-areas';
import { tables } from './tables';

/** One sheet of the workbook. */
interface Sheet {
  readonly book: Book;
  readonly sheetId: string;
}

/** Excel's `Worksheet` with this id. */
export function worksheet(book: Book, sheetId: string): HostObject {
  return define({ book, sheetId });
}

/** How ranges find their sheets, and how sheets make ranges. */
export const sheetOf = ({ book, sheetId }: Sheet): Omit<Cells, 'zone'> => ({
  book,
  sheetId,
  worksheet: (id) => worksheet(book, id),
});

const wholeSheet = ({ book, sheetId }: Sheet): Zone => book.model.getters.getSheetZone(sheetId);

function activate({ book: { model }, sheetId }: Sheet): void {
  if (!model.getters.isSheetVisible(sheetId)) throw new HostError('InvalidOperation', 'A hidden sheet has no view.');
  const active = model.getters.getActiveSheetId();
  if (active !== sheetId) model.dispatch('ACTIVATE_SHEET', { sheetIdFrom: active, sheetIdTo: sheetId });
}

function remove({ book: { model }, sheetId }: Sheet): void {
  const result = model.dispatch('DELETE_SHEET', { sheetId, sheetName: model.getters.getSheetName(sheetId) });
  if (!result.isSuccessful) throw new HostError('InvalidOperation', 'The last visible sheet cannot be deleted.');
}

function rename({ book: { model }, sheetId }: Sheet, newName: string): void {
  const result = model.dispatch('RENAME_SHEET', { sheetId, oldName: model.getters.getSheetName(sheetId), newName });
  if (!result.isSuccessful) throw new HostError('InvalidArgument', `A sheet cannot be named "${newName}" here.`);
}

const visibilities = v.picklist(['Visible', 'Hidden', 'VeryHidden']);
type Visibility = v.InferOutput<typeof visibilities>;

function visibilityOf({ book: { model }, sheetId }: Sheet): Visibility {
  if (model.getters.isSheetVisible(sheetId)) return 'Visible';
  return sheetStates(model).isVeryHidden(sheetId) ? 'VeryHidden' : 'Hidden';
}

function setVisibility(sheet: Sheet, visibility: Visibility): void {
  const { book, sheetId } = sheet;
  sheetStates(book.model).hideFromPeople(sheetId, visibility === 'VeryHidden');
  const isShown = book.model.getters.isSheetVisible(sheetId);
  if (isShown === (visibility === 'Visible')) return;
  const result = book.model.dispatch(isShown ? 'HIDE_SHEET' : 'SHOW_SHEET', { sheetId });
  if (!result.isSuccessful) throw new HostError('InvalidOperation', 'The last visible sheet cannot be hidden.');
}

function usedRange(sheet: Sheet): HostObject | null {
  const zone = usedZone(sheet.book.model, sheet.sheetId, wholeSheet(sheet));
  return zone ? range({ ...sheetOf(sheet), zone }) : null;
}

/** Events need no registration here: every event is told, and office.js hands on those that have a listener. */
const registers: Readonly<Record<string, () => null>> = Object.fromEntries(
  ['Activated', 'Deactivated', 'DataChanged', 'SelectionChanged', 'Added', 'Deleted'].flatMap((event) => [
    [`_Register${event}Event`, () => null],
    [`_Unregister${event}Event`, () => null],
  ]),
);

const define = defineType<Sheet>('Worksheet', {
  identity: ({ sheetId }) => ({ Id: sheetId }),
  read: {
    Id: ({ sheetId }) => sheetId,
    Name: ({ book, sheetId }) => book.model.getters.getSheetName(sheetId),
    Position: ({ book, sheetId }) => book.model.getters.getSheetIds().indexOf(sheetId),
    Gridlines: ({ book, sheetId }) => book.model.getters.getGridLinesVisibility(sheetId),
    Visibility: visibilityOf,
  },
  write: {
    Name: (sheet, value) => rename(sheet, asText(value, 'name')),
    Visibility: (sheet, value) => setVisibility(sheet, checked(visibilities, value, 'visibility')),
    Gridlines: ({ book, sheetId }, value) =>
      book.model.dispatch('SET_GRID_LINES_VISIBILITY', {
        sheetId,
        areGridLinesVisible: asBoolean(value, 'showGridlines'),
      }),
  },
  navigate: {
    Charts: (sheet) => charts(sheetOf(sheet)),
    Names: ({ book }) => names({ book, worksheet: (id) => worksheet(book, id) }),
    PageLayout: (sheet) => pageLayout({ ...sheet, cells: sheetOf(sheet) }),
    Protection: (sheet) => worksheetProtection(sheet),
    Tables: (sheet) =>
      tables({ book: sheet.book, sheetId: sheet.sheetId, worksheet: (id) => worksheet(sheet.book, id) }),
  },
  call: {
    Activate: activate,
    Calculate: (sheet) => sheet.book.recalculation.calculateZone(sheet.sheetId, wholeSheet(sheet)),
    Delete: remove,
    GetCell: (sheet, row, column) => {
      const [top, left] = [asIndex(row, 'row'), asIndex(column, 'column')];
      return range({ ...sheetOf(sheet), zone: { top, bottom: top, left, right: left } });
    },
    GetRange: (sheet, address) => {
      const text = optionalText(address, 'address');
      return text ? rangeOrName(sheet, text) : range({ ...sheetOf(sheet), zone: wholeSheet(sheet) });
    },
    GetRangeByIndexes: (sheet, row, column, rowCount, columnCount) => {
      const [top, left] = [asIndex(row, 'startRow'), asIndex(column, 'startColumn')];
      const bottom = top + asIndex(rowCount, 'rowCount') - 1;
      return range({
        ...sheetOf(sheet),
        zone: { top, left, bottom, right: left + asIndex(columnCount, 'columnCount') - 1 },
      });
    },
    GetUsedRange: (sheet) =>
      usedRange(sheet) ?? range({ ...sheetOf(sheet), zone: { top: 0, left: 0, bottom: 0, right: 0 } }),
    GetUsedRangeOrNullObject: usedRange,
    ...registers,
  },
});

/** `A1:B2`, or a named range. */
function rangeOrName(sheet: Sheet, text: string): HostObject {
  const named = sheet.book.model.getters.getNamedRange(text);
  return named
    ? range({ ...sheetOf({ ...sheet, sheetId: named.range.sheetId }), zone: named.range.zone })
    : rangeAt(sheetOf(sheet), text);
}

function find(book: Book, key: unknown): HostObject | null {
  const { getters } = book.model;
  const wanted = asText(key, 'key').toLowerCase();
  const id = getters
    .getSheetIds()
    .find((one) => one.toLowerCase() === wanted || getters.getSheetName(one).toLowerCase() === wanted);
  return id === undefined ? null : worksheet(book, id);
}

function add(book: Book, name: string | undefined): HostObject {
  const { getters } = book.model;
  const sheetId = crypto.randomUUID();
  const position = getters.getSheetIds().length;
  const { rows, columns } = sheetSize(book.model, getters.getActiveSheetId());
  const sheetName = name ?? getters.getNextSheetName('Sheet');
  const result = book.model.dispatch('CREATE_SHEET', { sheetId, position, name: sheetName, rows, cols: columns });
  if (!result.isSuccessful) throw new HostError('InvalidArgument', `A sheet cannot be named "${sheetName}" here.`);
  return worksheet(book, sheetId);
}

/** Excel's `WorksheetCollection`. */
export const worksheets = defineType<Book>('WorksheetCollection', {
  items: (book) => book.model.getters.getSheetIds().map((id) => worksheet(book, id)),
  item: (book, key) => {
    const sheet = find(book, key);
    if (!sheet) throw new HostError('ItemNotFound', `There is no sheet "${String(key)}".`);
    return sheet;
  },
  call: {
    Add: (book, name) => add(book, optionalText(name, 'name')),
    GetActiveWorksheet: (book) => worksheet(book, book.model.getters.getActiveSheetId()),
    GetCount: (book) => book.model.getters.getSheetIds().length,
    GetFirst: (book) => worksheet(book, book.model.getters.getSheetIds()[0] ?? ''),
    GetItem: (book, key) => {
      const sheet = find(book, key);
      if (!sheet) throw new HostError('ItemNotFound', `There is no sheet "${String(key)}".`);
      return sheet;
    },
    GetItemOrNullObject: find,
    ...registers,
  },
});

/** The cells around what is selected; several areas count as their bounding rectangle. */
export function selection(book: Book): HostObject {
  const sheetId = book.model.getters.getActiveSheetId();
  const zone = book.model.getters.getSelectedZones().reduce(boundingZone);
  return range({ ...sheetOf({ book, sheetId }), zone });
}

/** What is selected, area by area. */
export function selectedAreas(book: Book): HostObject {
  const sheetId = book.model.getters.getActiveSheetId();
  return rangeAreas(book.model.getters.getSelectedZones().map((zone) => ({ ...sheetOf({ book, sheetId }), zone })));
}
