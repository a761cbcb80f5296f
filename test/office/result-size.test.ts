import { describe, expect, it } from 'vitest';
import { fitting } from '../../src/office/result-size';

describe('the size of a result', () => {
  it('is measured in bytes, not in letters', () => {
    const cells = [['o'.repeat(3e6)]];
    expect(fitting(cells)).toEqual(cells);
    expect(() => fitting([['ö'.repeat(3e6)]])).toThrow(
      'too_large: The answer has 1 rows and 1 columns, 6.0 MB; Excel takes 5 MB from a function.',
    );
  });
});
