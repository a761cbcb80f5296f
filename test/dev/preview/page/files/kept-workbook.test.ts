import { describe, expect, it } from 'vitest';
import { keepWorkbook, keptWorkbook } from '../../../../../src/dev/preview/page/files/kept-workbook';
import { openingWorkbook } from '../../../../../src/dev/preview/page/files/opening-workbook';
import { blankWorkbook } from '../../../../../src/dev/preview/page/files/prepared-workbook';

/** A tab's memory that holds this many characters. */
const storageOf = (room = Infinity) => {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new DOMException('Full.', 'QuotaExceededError');
      texts.set(key, text);
    },
    removeItem: (key: string) => void texts.delete(key),
  };
};

const at = { sheetId: 'sheet1', row: 0, col: 0 };
const workbook = {
  ...blankWorkbook(),
  name: 'Mine.xlsx',
  calls: [{ key: 'A[]', at, result: { value: 'x'.repeat(500) } }],
};

describe('a kept workbook', () => {
  it('opens again as it was', () => {
    const storage = storageOf();
    keepWorkbook(storage, 'kept', workbook);
    expect(keptWorkbook(storage, 'kept')).toEqual(workbook);
    expect(keptWorkbook(storage, 'saved')).toBeUndefined();
  });

  it('is without its answers where these are too many', () => {
    const storage = storageOf(500);
    keepWorkbook(storage, 'kept', workbook);
    expect(keptWorkbook(storage, 'kept')).toEqual({ ...workbook, calls: [] });
  });

  it('is not an older one where the new one is too large', () => {
    const storage = storageOf(10);
    storage.texts.set('preview-kept-workbook', '{}');
    expect(() => keepWorkbook(storage, 'kept', workbook)).toThrow('Mine.xlsx is too large for the preview to keep.');
    expect(storage.texts).toEqual(new Map());
  });

  it('is ignored where another version of the preview has written it', () => {
    const storage = storageOf();
    storage.setItem('preview-kept-workbook', '{"data":{}}');
    expect(keptWorkbook(storage, 'kept')).toBeUndefined();
  });
});

describe('the workbook of a page', () => {
  const storage = storageOf();
  const nameOf = (asked: string | null) => openingWorkbook(asked, storage, 400).workbook.name;

  it('is the prepared one at first, then the kept one, and always the one that the address names', () => {
    expect(nameOf(null)).toBe('Example.xlsx');
    keepWorkbook(storage, 'kept', workbook);
    expect([null, 'prepared', 'blank'].map(nameOf)).toEqual(['Mine.xlsx', 'Example.xlsx', 'Book.xlsx']);
    expect([null, 'prepared', 'blank'].map((asked) => openingWorkbook(asked, storage, 400).isKept)).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => nameOf('saved')).toThrow('This page has saved no workbook.');
  });
});
