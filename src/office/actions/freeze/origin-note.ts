import type { Instant } from '../../../core/domain/instant';
import { hostValue } from '../../excel/host';
import type { FrozenRecord } from './frozen-record';

const padded = (value: number): string => String(value).padStart(2, '0');

/** An instant on the clock of the computer, such as `2026-11-26 12:03`. */
export const localTime = (instant: Instant): string => {
  const date = new Date(instant);
  const day = [date.getFullYear(), padded(date.getMonth() + 1), padded(date.getDate())].join('-');
  return `${day} ${padded(date.getHours())}:${padded(date.getMinutes())}`;
};

/** The longest formula that a note shows: it is there to be read. */
const charactersInNote = 2_000;

/** The note of a frozen formula's first cell. */
export const noteOf = ({ formula, at, fetched }: FrozenRecord): string => {
  const shown = formula.length > charactersInNote ? `${formula.slice(0, charactersInNote)}…` : formula;
  const numbers = fetched === undefined ? '' : `\nNumbers fetched on ${fetched}.`;
  return `Frozen on ${at} from ${shown}${numbers}\nTo get the formula back, choose Thaw in Skill Metrics on the Home tab.`;
};

/** Whether Excel has an API for notes. Comments, which it has had longer, are conversations that notify people. */
const hasNotes = (): boolean => Office.context.requirements.isSetSupported('ExcelApi', '1.18');

/** The note of a cell, after the next sync. */
export interface NotePlace {
  /** Whether the cell has none, and can have one. */
  readonly isFree: () => boolean;
  /** Deletes the note if it is as the add-in has written it. */
  readonly deleteIf: (text: string) => void;
}

const noPlace: NotePlace = { isFree: () => false, deleteIf: () => undefined };

/** Line ends, and blanks at the ends, are Excel's own. */
const bare = (text: string): string => text.replaceAll('\r', '').trim();

/** Loads the note of a cell. @param address without its sheet */
export const loadNoteAt = (sheet: Excel.Worksheet, address: string): NotePlace => {
  const notes = hasNotes() ? hostValue(sheet.notes) : undefined;
  if (notes === undefined) return noPlace;
  const note = notes.getItemOrNullObject(address).load('content');
  return {
    isFree: () => note.isNullObject,
    deleteIf: (text) => {
      if (!note.isNullObject && bare(note.content) === bare(text)) note.delete();
    },
  };
};

/** Adds a note to a cell that has none. */
export const addNote = (cell: Excel.Range, text: string): void => {
  cell.worksheet.notes.add(cell, text);
};
