import { describe, expect, it } from 'vitest';
import { plainLook } from '../../../../src/core/tables/table-style';
import { type Source, sourceRow, writable } from '../../../../src/office/actions/sources/source-rows';

const source: Source = {
  sheet: 'Bob\'s "data"',
  cells: 'B2',
  formula: '=SKILLTOTAL("=1+1",B1,DATE(2026,8,1))',
  origin: {
    fetchedAt: Date.parse('2026-11-26T11:00:00Z'),
    requests: 3,
    timeZone: 'Europe/Berlin',
    look: plainLook(() => undefined),
  },
};

describe('a row of the sources', () => {
  it('tells what a formula asks, and where its numbers came from', () => {
    expect(sourceRow(source)).toEqual([
      { formula: `=HYPERLINK("#'Bob''s ""data""'!B2","'Bob''s ""data""'!B2")` },
      'SKILLTOTAL',
      'skillId: =1+1; metric: B1; startTime: 2026-08-01',
      46352.5,
      'Europe/Berlin',
      'none: all values are final',
      3,
      'Formula',
      'SKILLTOTAL("=1+1",B1,DATE(2026,8,1))',
    ]);
  });

  it('says what is not known, and what is frozen', () => {
    const rest = { ...source, origin: undefined };
    expect(sourceRow(rest)[7]).toMatch(/^Saved values/);
    expect(sourceRow({ ...rest, frozenAt: '2026-11-26 12:03' })[7]).toBe('Frozen on 2026-11-26 12:03');
    expect(sourceRow({ ...rest, formula: '=SUM(SKILLTOTAL(A1))' })[1]).toBe('inside a formula');
  });

  it('says why a formula has no answer, and none of what an earlier answer was', () => {
    const failure = { code: 'not_found', message: 'There is no such skill.', advice: '' } as const;
    expect(sourceRow({ ...source, failure }).slice(3, 8)).toEqual(['', '', '', '', `No answer: ${failure.message}`]);
    expect(sourceRow({ ...source, failure, isWaiting: true })[7]).toMatch(/^Loading/);
  });

  it('has nothing calculated of what people have written', () => {
    expect(sourceRow({ ...source, formula: '=SKILLTOTAL("=HYPERLINK(1)")' }).map(writable)).toEqual([
      expect.stringMatching(/^=HYPERLINK\(/),
      "'SKILLTOTAL",
      "'skillId: =HYPERLINK(1)",
      46352.5,
      "'Europe/Berlin",
      "'none: all values are final",
      3,
      "'Formula",
      '\'SKILLTOTAL("=HYPERLINK(1)")',
    ]);
  });
});
