import type { CellNote } from '../workbook/cell-notes';
import { cellNotes } from '../workbook/cell-notes';
import { asText } from './arguments';
import type { HostObject } from './define';
import { defineType, HostError } from './define';
import type { Cells } from './ranges/range';
import { cellsAt, range } from './ranges/range';

type Sheet = Omit<Cells, 'zone'>;

interface OneNote extends Sheet {
  readonly key: string;
}

function noteOf({ book, key }: OneNote): CellNote {
  const note = cellNotes(book.model)
    .all()
    .find((one) => one.key === key);
  if (!note) throw new HostError('ItemNotFound', 'There is no such note.');
  return note;
}

/** Excel's `Note`. @see https://learn.microsoft.com/javascript/api/excel/excel.note */
const noteObject = defineType<OneNote>('Note', {
  identity: ({ key }) => ({ Id: key }),
  read: { AuthorName: () => 'Preview', Content: (note) => noteOf(note).text, Visible: () => false },
  write: { Content: (note, value) => cellNotes(note.book.model).rewrite(note.key, asText(value, 'content')) },
  call: {
    Delete: (note) => {
      assertUnprotected(note);
      cellNotes(note.book.model).remove(note.key);
    },
    GetLocation: (note) => {
      const { row, col } = noteOf(note).at;
      return range({ ...note, zone: { top: row, bottom: row, left: col, right: col } });
    },
  },
});

function assertUnprotected({ book, sheetId }: Sheet): void {
  if (book.protectedSheets.has(sheetId))
    throw new HostError('AccessDenied', 'You do not have permissions to perform this operation.');
}

function find(sheet: Sheet, cell: unknown): HostObject | null {
  const { sheetId, zone } = cellsAt(sheet, cell, 'key');
  const note = cellNotes(sheet.book.model).noteAt({ sheetId, row: zone.top, col: zone.left });
  return note ? noteObject({ ...sheet, sheetId, key: note.key }) : null;
}

function add(sheet: Sheet, cell: unknown, text: string): HostObject {
  assertUnprotected(sheet);
  // A cell has one note at most.
  if (find(sheet, cell)) throw new HostError('InvalidArgument', 'The cell has a note already.');
  const { sheetId, zone } = cellsAt(sheet, cell, 'cellAddress');
  return noteObject({
    ...sheet,
    key: cellNotes(sheet.book.model).add({ sheetId, row: zone.top, col: zone.left }, text),
  });
}

/** Excel's `NoteCollection` of one sheet. */
export const notes = defineType<Sheet>('NoteCollection', {
  items: (sheet) =>
    cellNotes(sheet.book.model)
      .all(sheet.sheetId)
      .map(({ key }) => noteObject({ ...sheet, key })),
  item: (sheet, key) => {
    const found = find(sheet, key);
    if (!found) throw new HostError('ItemNotFound', 'The cell has no note.');
    return found;
  },
  call: {
    Add: (sheet, cell, content) => add(sheet, cell, asText(content, 'content')),
    GetCount: ({ book, sheetId }) => cellNotes(book.model).all(sheetId).length,
    GetItemOrNullObject: find,
  },
});
