import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signInWords } from '../../../src/core/domain/sign-in-messages';

const challengeOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
/** The challenge whose first three bytes are these. */
const beginningWith = (...bytes: number[]): string =>
  Buffer.from([...bytes, ...Array<number>(29)]).toString('base64url');

describe('the words of a sign-in', () => {
  it('are three, the same for the same challenge', () => {
    expect(signInWords(challengeOf('a'))).toMatch(/^[a-z]+ [a-z]+ [a-z]+$/);
    expect(signInWords(challengeOf('a'))).toBe(signInWords(challengeOf('a')));
    expect(signInWords(challengeOf('a'))).not.toBe(signInWords(challengeOf('b')));
  });

  it('are 256 different ones in each place, short enough to be read at a glance', () => {
    for (const place of [0, 1, 2]) {
      const words = Array.from({ length: 256 }, (_, byte) => {
        const bytes = [0, 0, 0];
        bytes[place] = byte;
        return signInWords(beginningWith(...bytes)).split(' ')[place] ?? '';
      });
      expect(new Set(words).size).toBe(256);
      for (const word of words) expect(word).toMatch(/^[a-z]{3,8}$/);
    }
  });
});
