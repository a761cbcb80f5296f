/** Addresses of cells as Excel writes them: `B6`, `$B$6:C9`, `B:B`, `A1#`, each with or without its sheet. */

const sheetPart = String.raw`(?:(?:'(?:[^']|'')+'|[^\s'"!(){}[\],;:+\-*/^&=<>#@]+)!)?`;
const cell = String.raw`\$?[A-Z]{1,3}\$?[1-9]\d{0,6}`;
const area = String.raw`${cell}(?::${cell})?#?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}`;
const definedName = String.raw`[\p{L}_\\][\p{L}\p{N}_.\\?]*`;

const reference = new RegExp(`^${sheetPart}(?:${area}|${definedName})$`, 'iu');
const plainArea = new RegExp(`^(?:${area})$`, 'i');
const truth = /^(?:TRUE|FALSE)$/i;
/** Sheet names that need no quotes: no blanks and signs, and nothing that could be taken for a cell. */
const plainSheet = /^(?![A-Z]{1,3}\d|R\d*C?\d*$|C\d*$)[\p{L}_][\p{L}\p{N}_.]*$/iu;

/** Whether a text is an address, or could be the name of a range. */
export const isReference = (text: string): boolean => reference.test(text) && !truth.test(text);

/** Sheet and cells of an address such as `'My sheet'!B2`; no sheet is an empty text. */
export const splitAddress = (address: string): readonly [sheet: string, cells: string] => {
  const at = address.lastIndexOf('!');
  const sheet = address.slice(0, Math.max(0, at));
  return [sheet.startsWith("'") ? sheet.slice(1, -1).replaceAll("''", "'") : sheet, address.slice(at + 1)];
};

/** The address with its sheet. */
export const joinAddress = (sheet: string, cells: string): string =>
  `${plainSheet.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${cells}`;

/** Cells that a formula refers to. */
export interface Reference {
  /** As the formula writes it. */
  readonly address: string;
  /** The sheet on which an address without one lies. */
  readonly sheet: string;
}

/** How a formula on a sheet refers to the cells: with their sheet only where it is another. Names hold everywhere. */
export const addressFrom = ({ address, sheet }: Reference, here: string | undefined): string =>
  here === undefined || here === sheet || !plainArea.test(address) ? address : joinAddress(sheet, address);
