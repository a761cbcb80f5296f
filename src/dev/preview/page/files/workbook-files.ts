import type { FileActions } from '../chrome/file-buttons';
import type { TabStorage } from './kept-workbook';
import { dropWorkbook, keepWorkbook } from './kept-workbook';
import { blankWorkbook } from './prepared-workbook';
import type { SavedWorkbook } from './saved-workbook';
import { readXlsx } from './xlsx/read-xlsx';

/** What files need to know of the page. */
export interface FilesOfPage {
  readonly storage: TabStorage;
  /** The names of the add-in's functions. */
  readonly custom: ReadonlySet<string>;
  /** The workbook's file name. */
  readonly name: string;
  /** The workbook as a file. */
  write(): Promise<Uint8Array<ArrayBuffer>>;
  /** A copy of it with values in the place of the add-in's formulas. */
  writeValues(): Promise<Uint8Array<ArrayBuffer>>;
  /** Says in a sentence what went wrong. */
  tell(text: string): void;
}

/** The actions of the File group. Whatever fails is told, and this page keeps its workbook. */
export function fileActions(page: FilesOfPage): FileActions {
  const attempt = (action: () => void | Promise<void>): void => {
    void (async () => {
      try {
        await action();
      } catch (error) {
        page.tell(error instanceof Error ? error.message : String(error));
      }
    })();
  };
  return {
    blank: () => attempt(() => openTab(page.storage, blankWorkbook())),
    example: () => attempt(() => openTab(page.storage, undefined)),
    open: (file) =>
      attempt(async () => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        openTab(page.storage, await readXlsx(file.name, bytes, page.custom));
      }),
    saveAs: () => attempt(async () => download(page.name, await page.write())),
    saveValues: () => attempt(async () => download(valuesName(page.name), await page.writeValues())),
  };
}

const valuesName = (name: string): string => name.replace(/(?:\.xlsx)?$/i, ' (values).xlsx');

/**
 * Opens a workbook in a new tab, which begins with a copy of this tab's memory; what is kept here is put there for that moment
 * only, as this page keeps its own when it is left.
 */
function openTab(storage: TabStorage, workbook: SavedWorkbook | undefined): void {
  if (workbook) keepWorkbook(storage, 'kept', workbook);
  else dropWorkbook(storage, 'kept');
  const tab = window.open(location.pathname);
  dropWorkbook(storage, 'kept');
  if (!tab) throw new Error('The browser blocked the new tab. Allow pop-ups for this page, and try again.');
}

function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
