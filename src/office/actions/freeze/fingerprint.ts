/**
 * Recognizes the rows of frozen values wherever they are by now: sorted, with rows between them, or fewer. Blank cells
 * don't count, so that an empty column between them doesn't either.
 */
export interface Fingerprint {
  /** How many rows have values. */
  readonly rows: number;
  /** The sum of all hashes, in the order of which it doesn't matter. */
  readonly sum: number;
  /** The hash of each row; left out if there are many. */
  readonly each?: readonly number[];
}

/** The most rows of which each is recognized by itself: a defined name holds their hashes. */
const rowsOfTheirOwn = 400;

/** FNV-1a with 30 bits. @see {@link https://datatracker.ietf.org/doc/draft-eastlake-fnv/} */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 2;
};

/** The hash of each row of values; undefined for a blank one. */
export const hashesOf = (rows: readonly (readonly unknown[])[]): readonly (number | undefined)[] =>
  rows.map((row) => {
    const filled = row.filter((value) => value !== '');
    return filled.length === 0 ? undefined : hashOf(JSON.stringify(filled));
  });

const isHash = (hash: number | undefined): hash is number => hash !== undefined;

/** The fingerprint of rows with these hashes. */
export const fingerprintOf = (hashes: readonly (number | undefined)[]): Fingerprint => {
  const each = hashes.filter(isHash);
  const sum = each.reduce((total, hash) => total + hash, 0);
  return { rows: each.length, sum, ...(each.length <= rowsOfTheirOwn ? { each } : {}) };
};

/**
 * Finds the rows that aren't the frozen ones.
 * @returns their indexes; undefined if some aren't, but it is unknown which
 */
export const strangers = (
  hashes: readonly (number | undefined)[],
  { rows, sum, each }: Fingerprint,
): readonly number[] | undefined => {
  if (each === undefined) {
    const now = fingerprintOf(hashes);
    return now.rows === rows && now.sum === sum ? [] : undefined;
  }
  const left = new Map<number, number>();
  for (const hash of each) left.set(hash, (left.get(hash) ?? 0) + 1);
  return hashes.flatMap((hash, index) => {
    if (hash === undefined) return [];
    const count = left.get(hash) ?? 0;
    left.set(hash, count - 1);
    return count > 0 ? [] : [index];
  });
};
