/**
 * Chance that repeats itself: every number follows from a key and a position, so that any moment can be computed without
 * the moments before it.
 */

/** A 32-bit key of some words (FNV-1a). */
export const keyOf = (...words: readonly (string | number)[]): number => {
  let hash = 0x811c9dc5;
  for (const char of words.join('\u0000')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
};

/** MurmurHash3's finalizer: every bit of the input moves every bit of the output. */
const mixed = (value: number): number => {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

/** A number in [0, 1), evenly spread. */
export const chance = (key: number, position: number, salt = 0): number =>
  mixed(mixed(key ^ Math.imul(salt + 1, 0x9e3779b1)) + Math.imul(position, 0x85ebca77)) / 2 ** 32;

/** A number between two others, evenly spread. */
export const between = (low: number, high: number, key: number, position: number, salt = 0): number =>
  low + (high - low) * chance(key, position, salt);

const poissonSalt = 120;

/** How many of many independent things happen where `mean` of them do so on average: a Poisson count. */
export const poisson = (mean: number, key: number, position: number): number => {
  if (mean > 30) {
    // The sum of twelve such numbers is nearly normal, with a variance of one.
    let sum = -6;
    for (let nth = 0; nth < 12; nth += 1) sum += chance(key, position, poissonSalt + nth);
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * sum));
  }
  let left = chance(key, position, poissonSalt);
  let count = 0;
  for (let probability = Math.exp(-mean); left >= probability && count < 1_000; count += 1) {
    left -= probability;
    probability *= mean / (count + 1);
  }
  return count;
};

/** The list in an order that follows from the key. */
export const shuffled = <T>(list: readonly T[], key: number): T[] =>
  list
    .map((item, index) => ({ item, rank: chance(key, index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
