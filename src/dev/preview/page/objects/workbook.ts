import * as v from 'valibot';
import type { QueryRoots } from '../protocol/query';
import { editTogether } from '../workbook/edit-history';
import { checked } from './arguments';
import type { Book } from './book';
import { defineType, HostError } from './define';
import { names } from './ranges/names';
import { range, rangeByReference } from './ranges/range';
import { services } from './services';
import { settingCollection } from './settings';
import { selectedAreas, selection, sheetOf, worksheet, worksheets } from './worksheets';

const calculationType = v.picklist(['Recalculate', 'Full', 'FullRebuild']);

const application = defineType<Book>('Application', {
  read: { CalculationMode: () => 'Automatic', CalculationState: () => 'Done' },
  call: {
    Calculate: ({ recalculation }, type) =>
      recalculation.calculateAll(checked(calculationType, type, 'calculationType') === 'FullRebuild'),
    SuspendApiCalculationUntilNextSync: () => null,
    SuspendScreenUpdatingUntilNextSync: () => null,
  },
});

const functionResult = defineType<number>('FunctionResult', {
  read: { Value: (value) => value, Error: () => null },
});

const epochs = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/** Excel's own functions, as far as add-ins call them. */
const functions = defineType<Book>('Functions', {
  call: {
    Date: ({ habits: { datesFrom } }, year, month, day) => {
      if (datesFrom === undefined) throw new HostError('GeneralException', 'There was an internal error.');
      const day0 = epochs[datesFrom];
      return functionResult((Date.UTC(Number(year), Number(month) - 1, Number(day)) - day0) / 86_400_000);
    },
  },
});

/** Whether Excel tells events at all; add-ins switch it off around their own writes. */
const runtime = defineType<Book>('Runtime', { read: { EnableEvents: () => true } });

/** Excel's `Workbook`, the root of `Excel.run`. */
const workbook = defineType<Book>('Workbook', {
  read: { Name: ({ name }) => name, ReadOnly: () => false, IsDirty: () => false },
  navigate: {
    Application: application,
    Functions: functions,
    Names: (book) => names({ book, worksheet: (id) => worksheet(book, id) }),
    Settings: ({ settings }) => settingCollection(settings),
    Worksheets: worksheets,
    _Runtime: runtime,
  },
  call: {
    GetActiveCell: (book) => {
      const { sheetId, row, col } = book.model.getters.getActivePosition();
      return range({ ...sheetOf({ book, sheetId }), zone: { top: row, bottom: row, left: col, right: col } });
    },
    GetSelectedRange: selection,
    GetSelectedRanges: selectedAreas,
    /** What office.js kept is text: there is nothing to let go. */
    _RemoveReference: () => null,
    _RemoveAllReferences: () => null,
    _RegisterActivatedEvent: () => null,
    _UnregisterActivatedEvent: () => null,
  },
});

/** Where an add-in's programs start. */
export function rootsOf(book: Book): QueryRoots {
  return {
    root: workbook(book),
    service: (name) => services(book, name),
    together: (run) => editTogether(book.model, run),
    reference: (id) => rangeByReference(id, { book, worksheet: (sheetId) => worksheet(book, sheetId) }),
  };
}
