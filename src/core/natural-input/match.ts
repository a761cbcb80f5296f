/** What texts of people are held against: without case, accents and the like; and the nearest of some names. */
import { distance } from 'fastest-levenshtein';

/** What a text was understood as, or what is wrong with it, in sentences for the person who wrote it. */
export type Meant<T> = { readonly value: T } | { readonly wrong: string };

/** A text without case, accents and the other forms of its characters; single spaces part its words. */
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

/** As plain, and without anything but letters and digits. */
export const letters = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

/** A name, and a text under which people may look for it. */
export type Candidate = readonly [text: string, name: string];

/** The name whose text is but a slip away; undefined where none is. */
export const nearest = (text: string, candidates: readonly Candidate[]): string | undefined => {
  const typed = letters(text);
  const most = typed.length < 6 ? 1 : Math.max(2, Math.floor(typed.length / 4));
  const found = candidates
    .map(([one, name]) => ({ name, slips: distance(typed, letters(one)) }))
    .filter(({ slips }) => slips <= most)
    .sort((one, other) => one.slips - other.slips);
  return found[0]?.name;
};

/** Asks whether the nearest name was meant; else says what to do. */
export const didYouMean = (text: string, candidates: readonly Candidate[], otherwise: string): string => {
  const name = nearest(text, candidates);
  return name === undefined ? otherwise : `Did you mean ${name}?`;
};
