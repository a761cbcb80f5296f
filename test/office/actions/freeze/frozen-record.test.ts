import { describe, expect, it } from 'vitest';
import { fingerprintOf, hashesOf } from '../../../../src/office/actions/freeze/fingerprint';
import {
  frozenName,
  type FrozenRecord,
  readFrozenName,
  readRecord,
  recordFormulas,
} from '../../../../src/office/actions/freeze/frozen-record';

const recordOf = (formula: string, rows = 3): FrozenRecord => ({
  formula,
  at: '2026-11-26 12:03',
  fetched: '2026-11-26 11:58',
  fingerprint: fingerprintOf(hashesOf(Array.from({ length: rows }, (_, row) => [row, 'x']))),
});

describe('the record of a frozen formula', () => {
  it.each([
    ['a short formula', recordOf('=SKILLMETRICS("amzn1.ask.skill.1",A2,"-7d")')],
    ['a formula of texts in quotes', recordOf(`=SUM(SKILLTOTAL("a ""b"" \\ é 漢"),'It''s'!A1)`)],
    ['the longest formula', recordOf(`=SKILLMETRICS(${'"",'.repeat(2_700)}"x")`)],
    ['many rows', recordOf('=SKILLMETRICS(A1)', 400)],
    ['more rows than are recognized one by one', recordOf('=SKILLMETRICS(A1)', 401)],
  ])('is read as it was written: %s', (_, record) => {
    expect(readRecord(recordFormulas(record))).toEqual(record);
  });

  it('keeps to the lengths that Excel takes', () => {
    for (const formula of recordFormulas(recordOf(`=SKILLMETRICS(${'"",'.repeat(2_700)}"x")`, 400))) {
      expect(formula.length).toBeLessThanOrEqual(8_192);
      for (const [text] of formula.matchAll(/"(?:[^"]|"")*"/g)) expect(text.length).toBeLessThanOrEqual(257);
    }
  });

  it('is not read where a part is missing', () => {
    const formulas = recordFormulas(recordOf(`=SKILLMETRICS(${'"",'.repeat(2_700)}"x")`, 400));
    expect(readRecord(formulas.slice(1))).toBeUndefined();
    expect(readRecord([])).toBeUndefined();
    expect(readRecord(['="{}"'])).toBeUndefined();
  });
});

describe('the names of a frozen formula', () => {
  it.each([{ kind: 'place' }, { kind: 'text', index: 3 }, { kind: 'ref', index: 12 }] as const)('$kind', (name) => {
    expect(readFrozenName(frozenName('0a1b2c3d', name))).toEqual({ id: '0a1b2c3d', name });
  });

  it("are no one else's", () => {
    for (const name of ['Sales', '_SkillMetrics_0a1b2c3d', '_SkillMetricsFrozen_', '_SkillMetricsFrozen_0a1b2c3d_x1'])
      expect(readFrozenName(name)).toBeUndefined();
  });
});
