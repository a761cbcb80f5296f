/** One-time codes that a person can read off one window and type into another. */

/** Crockford's base 32: no I, L, O or U. Source: https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const codeLength = 8;

/** A code from random bytes, one for each character: 40 bits, as `7G4K-Q0ZD`. */
export const formatCode = (bytes: Uint8Array): string =>
  [...bytes]
    .slice(0, codeLength)
    .map((byte) => alphabet.charAt(byte % alphabet.length))
    .join('')
    .replace(/^.{4}/, '$&-');

/** A code as somebody typed it: in small letters, with or without the dash, O for 0, I or L for 1. */
export const normalizeCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1').replace(/^.{4}/, '$&-');
