import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound } from '../../../src/core/windows/merge';

describe('firstIndex', () => {
  it('finds what a walk from the beginning finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (numbers, least) => {
        const sorted = [...numbers].sort((one, other) => one - other);
        const walked = sorted.findIndex((one) => one >= least);
        expect(lowerBound(sorted.length, (index) => (sorted[index] ?? 0) >= least)).toBe(
          walked === -1 ? sorted.length : walked,
        );
      }),
    );
  });
});
