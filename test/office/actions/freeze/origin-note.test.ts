import { afterEach, describe, expect, it, vi } from 'vitest';
import { fingerprintOf } from '../../../../src/office/actions/freeze/fingerprint';
import type { FrozenRecord } from '../../../../src/office/actions/freeze/frozen-record';
import { addNote, loadNoteAt, localTime, noteOf } from '../../../../src/office/actions/freeze/origin-note';

const record: FrozenRecord = {
  formula: '=SKILLTOTAL(A1,"totalSessions","-7d")',
  at: '2026-11-26 12:03',
  fetched: '2026-11-26 11:58',
  fingerprint: fingerprintOf([1]),
};

const excelWith = (...sets: readonly string[]): void => {
  const isSetSupported = (_: string, set: string): boolean => sets.includes(set);
  vi.stubGlobal('Office', { context: { requirements: { isSetSupported } } });
};

/** A sheet with a note in a cell, as far as notes are concerned. */
const sheetWith = (content?: string) => {
  const note = { isNullObject: content === undefined, content, delete: vi.fn<() => void>(), load: () => note };
  const notes = { getItemOrNullObject: () => note, add: vi.fn<(cell: unknown, text: string) => void>() };
  const sheet = { notes };
  return { note, notes, sheet, cell: { worksheet: sheet } };
};

afterEach(() => vi.unstubAllGlobals());

describe('the note of a frozen cell', () => {
  it('tells when, from which formula, and how old its numbers are', () => {
    expect(noteOf(record)).toBe(
      'Frozen on 2026-11-26 12:03 from =SKILLTOTAL(A1,"totalSessions","-7d")\n' +
        'Numbers fetched on 2026-11-26 11:58.\n' +
        'To get the formula back, choose Thaw in Skill Metrics on the Home tab.',
    );
  });

  it('is added to a cell without one', () => {
    excelWith('1.18');
    const { sheet, notes, cell } = sheetWith();
    expect(loadNoteAt(sheet as never, 'A1').isFree()).toBe(true);
    addNote(cell as never, 'Frozen');
    expect(notes.add).toHaveBeenCalledWith(cell, 'Frozen');
  });

  it("leaves people's own notes, and those that people have edited", () => {
    excelWith('1.18');
    const { sheet, note } = sheetWith(`${noteOf(record)} Checked by Ana.`);
    const place = loadNoteAt(sheet as never, 'A1');
    expect(place.isFree()).toBe(false);
    place.deleteIf(noteOf(record));
    expect(note.delete).not.toHaveBeenCalled();
  });

  it('goes with the freeze, whatever line ends Excel gives it', () => {
    excelWith('1.18');
    const { sheet, note } = sheetWith(`${noteOf(record).replaceAll('\n', '\r\n')}\n`);
    loadNoteAt(sheet as never, 'A1').deleteIf(noteOf(record));
    expect(note.delete).toHaveBeenCalledOnce();
  });

  it('is none in an Excel without notes for add-ins, or whose office.js lacks them', () => {
    excelWith();
    expect(loadNoteAt(sheetWith().sheet as never, 'A1').isFree()).toBe(false);
    excelWith('1.18');
    expect(loadNoteAt({} as never, 'A1').isFree()).toBe(false);
  });
});

it('times are those of the computer', () => {
  expect(localTime(new Date(2026, 7, 1, 9, 5).getTime())).toBe('2026-08-01 09:05');
});
