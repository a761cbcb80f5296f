import type { Unzipped } from 'fflate';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** The texts of an .xlsx file by their paths. Pictures are left out: the preview has none. */
export type Parts = Readonly<Record<string, string>>;

/** A file that cannot be opened; the message names it and says what to do. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** More than this, unpacked, would hold up the page for minutes. */
const largestBytes = 100_000_000;

const isText = (path: string): boolean => /\.(?:xml|rels|json)$/.test(path);

export const packParts = (parts: Parts): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));

/**
 * The texts of a file.
 * @param name the file's, for what is said of it.
 * @throws {UnreadableFile} where it is no .xlsx file, is damaged, or too large.
 */
export function unpackParts(name: string, bytes: Uint8Array): Parts {
  const parts = Object.fromEntries(
    Object.entries(unzip(name, bytes)).map(([path, content]) => [path, strFromU8(content)]),
  );
  if (parts['[Content_Types].xml'] === undefined || parts['xl/workbook.xml'] === undefined) throw notAWorkbook(name);
  return parts;
}

function unzip(name: string, bytes: Uint8Array): Unzipped {
  // A zip file begins with "PK", what Excel has locked with a password, and an old .xls, with the sign of another container.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new UnreadableFile(
      `“${name}” is locked with a password, or an old .xls file. In Excel, save it without a password as an Excel Workbook (.xlsx), and open that file.`,
    );
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw notAWorkbook(name);
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name: path, originalSize }) => {
        if (!isText(path)) return false;
        total += originalSize;
        if (total > largestBytes)
          throw new UnreadableFile(`“${name}” is too large for the preview. Open a smaller copy of it.`);
        return true;
      },
    });
  } catch (cause) {
    throw cause instanceof UnreadableFile ? cause : damaged(name, cause);
  }
}

const notAWorkbook = (name: string): UnreadableFile =>
  new UnreadableFile(
    `“${name}” isn't an .xlsx workbook. In Excel, save it as an Excel Workbook (.xlsx), and open that file.`,
  );

export const damaged = (name: string, cause: unknown): UnreadableFile =>
  new UnreadableFile(`“${name}” is damaged. Open it in Excel, let Excel repair it, save it, and try again.`, { cause });
