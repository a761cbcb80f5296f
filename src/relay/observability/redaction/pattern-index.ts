/** Finds parts of many known secrets in a text, in a time that doesn't grow with their number. */

/** This many consecutive characters reveal a secret. */
export const betraying = 12;
const gram = 8;
/** Each run of `betraying` characters contains a gram that starts at a multiple of this. */
const stride = betraying - gram + 1;

/**
 * The most places kept for a gram: a repetitive secret has the same one many times, and its other grams find the rest.
 */
const mostAlike = 8;
const filterBits = 20;

interface Place {
  readonly secret: string;
  readonly at: number;
}

/** Start and end in a text; the end is exclusive. */
export type Range = readonly [number, number];

const placesOf = (secret: string): Place[] => {
  const last = secret.length < betraying ? 0 : secret.length - gram;
  return Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => ({ secret, at: i * stride }));
};

/** An index of secrets. */
export class PatternIndex {
  readonly #places = new Map<string, Place[]>();
  /** Excludes nearly all positions in a text cheaply. */
  readonly #filter = new Uint8Array(1 << filterBits);

  /** Adds a secret of at least eight characters. */
  add(secret: string): void {
    for (const place of placesOf(secret)) {
      const key = secret.slice(place.at, place.at + gram);
      const known = this.#places.get(key);
      if (known === undefined) this.#places.set(key, [place]);
      else if (known.length < mostAlike) known.push(place);
      this.#filter[this.#slot(key, 0)] = 1;
    }
  }

  /** Removes a secret. */
  remove(secret: string): void {
    for (const { at } of placesOf(secret)) {
      const key = secret.slice(at, at + gram);
      const left = (this.#places.get(key) ?? []).filter((place) => place.secret !== secret);
      if (left.length > 0) this.#places.set(key, left);
      else this.#places.delete(key);
    }
  }

  /** Finds the ranges of a text that hold a secret, or at least `betraying` consecutive characters of one. */
  find(text: string): Range[] {
    const found: Range[] = [];
    for (let i = 0; i + gram <= text.length; i += 1) {
      if (this.#filter[this.#slot(text, i)] === 0) continue;
      const longest = this.#longestAt(text, i);
      if (longest === undefined) continue;
      found.push(longest);
      i = Math.max(i, longest[1] - gram);
    }
    return found;
  }

  #longestAt(text: string, at: number): Range | undefined {
    let longest: Range | undefined;
    for (const place of this.#places.get(text.slice(at, at + gram)) ?? []) {
      const { secret } = place;
      let [left, right] = [0, gram];
      while (left < place.at && left < at && text[at - left - 1] === secret[place.at - left - 1]) left += 1;
      while (place.at + right < secret.length && text[at + right] === secret[place.at + right]) right += 1;
      const length = left + right;
      if (length < Math.min(betraying, secret.length)) continue;
      if (longest === undefined || length > longest[1] - longest[0]) longest = [at - left, at + right];
    }
    return longest;
  }

  #slot(text: string, at: number): number {
    const mixed =
      Math.imul(text.charCodeAt(at), 0x9e3779b1) ^
      Math.imul(text.charCodeAt(at + 3), 0x85ebca6b) ^
      Math.imul(text.charCodeAt(at + 7), 0xc2b2ae35);
    return mixed >>> (32 - filterBits);
  }
}
