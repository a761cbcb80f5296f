/** Cell addresses as Excel writes them: `B6`, `$B$6:C9`, `B:B`, `A1#`, each with or without its sheet. */

const sheetPart = String.raw`(?:(?:'(?:[^']|'')+'|[^\s'"!(){}[\],;:+\-*/^&=<>#@]+)!)?`;
const cell = String.raw`\$?[A-Z]{1,3}\$?[1-9]\d{0,6}`;
const area = String.raw`${cell}(?::${cell})?#?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}`;
const definedName = String.raw`[\p{L}_\\][\p{L}\p{N}_.\\?]*`;

const reference = new RegExp(`^${sheetPart}(?:${area}|${definedName})$`, 'iu');
const plainArea = new RegExp(`^(?:${area})$`, 'i');
const truth = /^(?:TRUE|FALSE)$/i;
/** Sheet names that need no quotes: no spaces or signs, and nothing that looks like a cell. */
const plainSheet = /^(?![A-Z]{1,3}\d|R\d*C?\d*$|C\d*$)[\p{L}_][\p{L}\p{N}_.]*$/iu;

/** Whether a text is an address, or could be a defined name. */
export const isReference = (text: string): boolean => reference.test(text) && !truth.test(text);

/** Sheet and cells of an address such as `'My sheet'!B2`. The sheet is an empty text if the address has none. */
export const splitAddress = (address: string): readonly [sheet: string, cells: string] => {
  const at = address.lastIndexOf('!');
  const sheet = address.slice(0, Math.max(0, at));
  return [sheet.startsWith("'") ? sheet.slice(1, -1).replaceAll("''", "'") : sheet, address.slice(at + 1)];
};

/** The address of cells on a sheet, whose name is quoted if Excel requires it. */
export const joinAddress = (sheet: string, cells: string): string =>
  `${plainSheet.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${cells}`;

/** Cells that a formula refers to. */
export interface Reference {
  /** As the formula writes it. */
  readonly address: string;
  /** The sheet of an address that names none. */
  readonly sheet: string;
}

/**
 * How a formula refers to the cells: with their sheet only if that is a different one. Defined names need no sheet.
 *
 * @param here the formula's own sheet, if known
 */
export const addressFrom = ({ address, sheet }: Reference, here: string | undefined): string =>
  here === undefined || here === sheet || !plainArea.test(address) ? address : joinAddress(sheet, address);
