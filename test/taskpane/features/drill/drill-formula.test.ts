import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../src/core/domain/instant';
import type { ColumnKey } from '../../../../src/core/formula/columns';
import { type FormulaArguments, parseFormula } from '../../../../src/core/formula/parse-formula';
import { requestOfRow } from '../../../../src/core/series/row-request';
import { type Detail, detailsOf, drillFormula } from '../../../../src/taskpane/features/drill/drill-formula';
import { selectedValue } from '../../../../src/taskpane/features/drill/selected-value';
import { emptyForm } from '../../../../src/taskpane/model/form';
import { skillId } from '../../../support/taskpane/fakes';

const at = (text: string): number => parseInstant(text) ?? NaN;
const now = at('2026-11-22T14:37:00Z');
const args: FormulaArguments = {
  skillId,
  metric: 'totalUtterances',
  startTime: '2026-08-03',
  endTime: '2026-08-10',
};
const plain: ColumnKey = { metric: 'totalUtterances' };

const behind = (more: Partial<FormulaArguments>, row: string, detail: Detail, column = plain): string => {
  const one = requestOfRow(parseFormula({ ...args, ...more }, now), column, at(row), now);
  if ('refused' in one) throw new Error(one.refused);
  expect(detailsOf(one, column)).toContain(detail);
  return drillFormula(one, column, detail);
};

describe('the formula behind a value', () => {
  it.each<[string, Partial<FormulaArguments>, string, Detail, string]>([
    [
      'of a day in a zone',
      { options: 'tz=Europe/Berlin' },
      '2026-08-04T22:00:00Z',
      'hours',
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-05","2026-08-06","PT1H",,,,,,"tz=Europe/Berlin")`,
    ],
    [
      "of a day whose hours are off UTC's",
      { options: 'tz=Asia/Kolkata' },
      '2026-08-04T18:30:00Z',
      'hours',
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-05","2026-08-06","PT15M",,,,,,"tz=Asia/Kolkata")`,
    ],
    [
      "of one of Amazon's days",
      { options: 'tz=Europe/Berlin; days=utc' },
      '2026-08-05T00:00:00Z',
      'hours',
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-05T00:00:00Z","2026-08-06T00:00:00Z","PT1H",,,,,,"tz=Europe/Berlin; days=utc")`,
    ],
    [
      'of a week',
      { period: 'P1W', stage: 'development' },
      '2026-08-03T00:00:00Z',
      'days',
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-03","2026-08-10",,"development")`,
    ],
    [
      'of a day by intent',
      { options: 'tz=Europe/Berlin; order=desc' },
      '2026-08-04T22:00:00Z',
      'intents',
      `=SKILLTOP("${skillId}","totalUtterances","intents","2026-08-05","2026-08-06",,,,"tz=Europe/Berlin")`,
    ],
    [
      'of a total until a minute',
      { period: 'SINGLE', startTime: '2026-08-03T10:07', endTime: '2026-08-03T12:00' },
      '2026-08-03T10:07:00Z',
      'hours',
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-03T10:07:00Z","2026-08-03T12:00:00Z","PT1H",,,,,,"edges=exact")`,
    ],
  ])('%s', (_, more, row, detail, formula) => expect(behind(more, row, detail)).toBe(formula));

  it('keeps the intent and the locale of a column', () => {
    const column: ColumnKey = { ...plain, intent: 'AnswerIntent', locale: 'en-US' };
    const more = { intent: 'AnswerIntent', locale: 'en-US' };
    expect(behind(more, '2026-08-03T00:00:00Z', 'hours', column)).toBe(
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-03","2026-08-04","PT1H",,,"AnswerIntent","en-US")`,
    );
    for (const [detail, { ...kept }, option] of [
      ['locales', { intent: 'AnswerIntent' }, 'intent=AnswerIntent'],
      ['intents', { locale: 'en-US' }, 'locale=en-US'],
    ] as const)
      expect(behind(kept, '2026-08-03T00:00:00Z', detail, { ...plain, ...kept })).toBe(
        `=SKILLTOP("${skillId}","totalUtterances","${detail}","2026-08-03","2026-08-04",,,,"${option}")`,
      );
    const one = requestOfRow(parseFormula({ ...args, ...more }, now), column, at('2026-08-03T00:00:00Z'), now);
    expect('refused' in one ? [] : detailsOf(one, column)).toEqual(['hours']);
  });
});

describe('the selected value', () => {
  const place = { address: 'Sheet1!B3', row: 2, column: 2, rowStart: 46_238, columnStart: undefined };

  it('is that of its row and column', () => {
    const request = parseFormula({ ...args, metric: [['totalSessions', 'totalUtterances']] }, now);
    expect(selectedValue(request, emptyForm, place)).toEqual({ column: plain, row: at('2026-08-04T00:00:00Z') });
    expect(selectedValue(request, emptyForm, { ...place, column: 0 }).column.metric).toBe('totalSessions');
  });

  it('is that of its place in a total of several metrics and locales', () => {
    const total = { period: 'SINGLE', metric: [['totalSessions', 'totalUtterances']], locale: [['en-US'], ['de-DE']] };
    const request = parseFormula({ ...args, ...total }, now);
    const form = { ...emptyForm, call: 'SKILLTOTAL' } as const;
    expect(selectedValue(request, form, { ...place, row: 1, column: 1 }).column).toEqual({
      metric: 'totalUtterances',
      locale: 'de-DE',
    });
    const shaped = { ...form, bound: { locale: { kind: 'reference', address: 'A1:B1', sheet: 'Sheet1' } } } as const;
    expect(() => selectedValue(request, shaped, place)).toThrow('shape of its ranges');
  });

  it.each([
    ['a header', { row: 0 }, {}],
    ['a time that is no row', { rowStart: 46_238.5 }, {}],
    ['a column beside the table', { column: 7 }, {}],
    ['an hour that comes twice', { rowStart: 46_320 + 2 / 24, column: 1 }, { tz: true }],
  ])('is not %s', (_, other, { tz = false }: { tz?: boolean }) => {
    const hours = { startTime: '2026-10-25', endTime: '2026-10-26', period: 'PT1H', options: 'tz=Europe/Berlin' };
    const request = parseFormula({ ...args, ...(tz ? hours : {}) }, now);
    expect(() => selectedValue(request, emptyForm, { ...place, ...other })).toThrow();
  });
});
