/** Compares texts that people write without regard to case, accents and the like, and finds the nearest name. */
import { distance } from 'fastest-levenshtein';

/** What a text means, or what is wrong with it, in sentences for the person who wrote it. */
export type Meant<T> = { readonly value: T } | { readonly wrong: string };

/** A text for comparison: in lower case, without accents and other variants of characters, with single spaces. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Like `plain`, but with letters and digits only. */
export const letters = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

/** A name, and a text for which people may look for it. */
export type NameCandidate = readonly [text: string, name: string];

/** The name whose text differs only by a typing error, or `undefined` if there is none. */
export const nearest = (text: string, candidates: readonly NameCandidate[]): string | undefined => {
  const typed = letters(text);
  const most = typed.length < 6 ? 1 : Math.max(2, Math.floor(typed.length / 4));
  const found = candidates
    .map(([one, name]) => ({ name, slips: distance(typed, letters(one)) }))
    .filter(({ slips }) => slips <= most)
    .sort((one, other) => one.slips - other.slips);
  return found[0]?.name;
};

/** A question whether the nearest name was meant, or `otherwise` if none is near. */
export const didYouMean = (text: string, candidates: readonly NameCandidate[], otherwise: string): string => {
  const name = nearest(text, candidates);
  return name === undefined ? otherwise : `Did you mean ${name}?`;
};
