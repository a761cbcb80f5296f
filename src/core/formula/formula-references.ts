import { addressFrom, joinAddress, splitAddress } from './cell-address';

/** Cells that a formula refers to, and where its text does so. */
export interface FormulaReference {
  /** Where the reference begins in the formula, and its length. */
  readonly at: number;
  readonly length: number;
  /** As the formula writes it: `B$2`, `'My sheet'!A1:C9`, or `A:A`. */
  readonly text: string;
}

/** Texts in quotes and names of columns in brackets may look like references. */
const skipped = String.raw`"(?:[^"]|"")*"|\[(?:[^[\]]|\[[^\]]*\])*\][^\s(),;!]*!?`;
const sheet = String.raw`(?:'(?:[^']|'')+'|[\p{L}\p{N}_.]+)!`;
const cell = String.raw`\$?[A-Z]{1,3}\$?[1-9]\d{0,6}`;
const cells = String.raw`${cell}(?::${cell})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}`;
const found = new RegExp(
  String.raw`(?<skipped>${skipped})|(?<![\p{L}\p{N}_.$!:'\\])(?:${sheet})?(?:${cells})(?![\p{L}\p{N}_.(!:\\])`,
  'giu',
);

/**
 * The cells that a formula refers to by their addresses, in the order of its text. Names and structured references aren't
 * among them: Excel follows these by itself. Neither are cells of other workbooks.
 */
export const referencesOf = (formula: string): readonly FormulaReference[] =>
  [...formula.matchAll(found)].flatMap((match) =>
    match.groups?.['skipped'] === undefined && !/^'[^']*\[/.test(match[0])
      ? [{ at: match.index, length: match[0].length, text: match[0] }]
      : [],
  );

/** The parts of an address of cells: up to two cells, columns or rows. */
const part = /(\$?)([A-Z]*)(\$?)(\d*)/gi;

/** Gives an address the dollar signs of another of the same shape. */
const dollarsOf = (address: string, like: string): string => {
  const signs = [...like.matchAll(part)].filter(([all]) => all !== '');
  let at = -1;
  return address.replace(/([A-Z]*)(\d*)/gi, (all: string, letters: string, digits: string) => {
    if (all === '') return all;
    at += 1;
    const [, first = '', column = '', second = ''] = signs[at] ?? signs[0] ?? [];
    // The dollar sign of a row alone comes first.
    const beforeRow = column === '' ? first : second;
    return `${letters === '' ? '' : first + letters}${digits === '' ? '' : beforeRow + digits}`;
  });
};

/**
 * Has a formula refer to the places to which its cells have moved since.
 *
 * @param addresses where the cells of each reference are now, with their sheet and without dollar signs
 * @param here the formula's own sheet
 * @returns the formula; what hasn't moved is written as it was
 */
export const moveReferences = (formula: string, addresses: readonly string[], here: string): string =>
  referencesOf(formula).reduceRight((text, { at, length, text: before }, index) => {
    const address = addresses[index];
    if (address === undefined) return text;
    const [now, area] = splitAddress(address);
    const [named, cellsBefore] = splitAddress(before);
    const moved = dollarsOf(area, cellsBefore);
    const isSame = moved.toUpperCase() === cellsBefore.toUpperCase() && (named === '' ? here : named) === now;
    if (isSame) return text;
    const written = named === '' ? addressFrom({ address: moved, sheet: now }, here) : joinAddress(now, moved);
    return text.slice(0, at) + written + text.slice(at + length);
  }, formula);
