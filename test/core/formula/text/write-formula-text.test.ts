import { describe, expect, it } from 'vitest';
import { argumentOrder, type FormulaFields, formulaText } from '../../../../src/core/formula/text/write-formula-text';

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const list = (...items: string[]) => ({ kind: 'list', items }) as const;
const required: FormulaFields = {
  skillId: text('amzn1.ask.skill.001'),
  metric: list('totalSessions'),
  startTime: { kind: 'date', year: 2026, month: 8, day: 1 },
};

describe('formulaText', () => {
  it('writes what must be said, and nothing behind it', () => {
    expect(formulaText(required)).toBe('=SKILLMETRICS("amzn1.ask.skill.001","totalSessions",DATE(2026,8,1))');
  });

  it('leaves arguments at their default out, and keeps their places before others', () => {
    const usual = {
      period: text('P1D'),
      stage: text('live'),
      skillType: text('custom'),
      headers: { kind: 'number', value: 1 },
    } as const;
    expect(formulaText({ ...required, ...usual })).toBe(formulaText(required));
    expect(formulaText({ ...required, ...usual, locale: list('en-US') })).toBe(
      '=SKILLMETRICS("amzn1.ask.skill.001","totalSessions",DATE(2026,8,1),,,,,,"en-US")',
    );
  });

  it('writes all kinds of values', () => {
    expect(
      formulaText({
        skillId: { kind: 'reference', address: "'My sheet'!$B$1" },
        metric: list('totalSessions', 'uniqueCustomers'),
        startTime: text('-7d'),
        endTime: text('now'),
        period: text('PT1H'),
        stage: text('development'),
        skillType: text('smartHome'),
        intent: list(),
        locale: list('en-US', 'de-DE'),
        headers: { kind: 'number', value: 0 },
        options: text('tz=Europe/Berlin'),
      }),
    ).toBe(
      '=SKILLMETRICS(\'My sheet\'!$B$1,{"totalSessions","uniqueCustomers"},"-7d","now","PT1H","development","smartHome",,{"en-US","de-DE"},0,"tz=Europe/Berlin")',
    );
  });

  it('doubles quotes, as Excel wants', () => {
    expect(formulaText({ skillId: text('a"b'), metric: list('c"d', 'e') })).toBe('=SKILLMETRICS("a""b",{"c""d","e"})');
  });

  it('writes a call without arguments where no field is filled in', () => {
    expect(formulaText({})).toBe('=SKILLMETRICS()');
    expect(formulaText({ skillId: text(''), metric: list() })).toBe('=SKILLMETRICS()');
  });
});

describe('argumentOrder', () => {
  it('is the grammar that formulas in workbooks depend on', () => {
    expect(argumentOrder.join(', ')).toBe(
      'skillId, metric, startTime, endTime, period, stage, skillType, intent, locale, headers, options',
    );
  });
});
