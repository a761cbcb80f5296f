import type { Model } from '@odoo/o-spreadsheet';
import type { Zone } from '../workbook/address';
import { sheetStates } from '../workbook/sheet-states';
import { asBoolean, optionalText } from './arguments';
import { defineType, HostError } from './define';

/** Some cells, or a whole sheet. */
interface Protected {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
}

/** The cells, if programs may write them. @throws {HostError} AccessDenied where a locked cell of a protected sheet is among them. */
export function writable<Cells extends Protected & { readonly zone: Zone }>(cells: Cells): Cells {
  if (!sheetStates(cells.book.model).refuses(cells.sheetId, cells.zone)) return cells;
  throw new HostError('AccessDenied', "You can't perform the requested operation.");
}

function change({ book, sheetId }: Protected, on: boolean): null {
  sheetStates(book.model).protect(sheetId, on);
  return null;
}

/** Excel's `WorksheetProtection`. The preview's sheets are protected against programs only, and take any password. */
export const worksheetProtection = defineType<Protected>('WorksheetProtection', {
  read: {
    CanPauseProtection: () => false,
    IsPasswordProtected: () => false,
    IsPaused: () => false,
    Protected: ({ book, sheetId }) => sheetStates(book.model).isProtected(sheetId),
  },
  call: {
    Protect: (sheet, _options, password) => {
      optionalText(password, 'password');
      // As in Excel, a sheet cannot be protected twice.
      if (sheetStates(sheet.book.model).isProtected(sheet.sheetId))
        throw new HostError('InvalidOperation', 'The sheet is protected already.');
      return change(sheet, true);
    },
    Unprotect: (sheet) => change(sheet, false),
  },
});

/** Excel's `FormatProtection` of cells. */
export const formatProtection = defineType<Protected & { readonly zone: Zone }>('FormatProtection', {
  read: { Locked: ({ book, sheetId, zone }) => sheetStates(book.model).areLocked(sheetId, zone) },
  write: {
    Locked: (cells, value) => {
      writable(cells);
      sheetStates(cells.book.model).lock(cells.sheetId, cells.zone, asBoolean(value, 'locked'));
    },
  },
});
