import type { SavedWorkbook } from '../saved-workbook';
import { importParts } from './import/import-parts';
import { readOwnPart } from './own-part';
import { damaged, unpackParts } from './parts';

/**
 * Opens an .xlsx file: one of the preview's own as it was, any other as far as the preview understands it. Formulas show the
 * values with which they were saved.
 * @param custom the names of the add-in's functions.
 * @throws {UnreadableFile} that names the file and says what to do.
 */
export async function readXlsx(name: string, bytes: Uint8Array, custom: ReadonlySet<string>): Promise<SavedWorkbook> {
  const parts = unpackParts(name, bytes);
  const own = await readOwnPart(parts);
  if (own) return { ...own, name };
  try {
    return importParts(name, parts, custom);
  } catch (cause) {
    throw damaged(name, cause);
  }
}
