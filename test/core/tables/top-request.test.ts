import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/core/domain/failure';
import { parseTop, type TopArguments, topOf } from '../../../src/core/tables/top-request';
import { failureFrom } from '../../support/core/failure';
import { at, skillId } from '../../support/core/queries';

const now = at('2026-11-22T14:37:12Z');
const required: TopArguments = {
  skillId,
  metric: 'totalUtterances',
  by: 'intents',
  startTime: '2026-08-03',
  endTime: '2026-08-10',
};
const read = (more: Partial<TopArguments> = {}) => parseTop({ ...required, ...more }, now);

describe('parseTop', () => {
  it('takes what the values are split by in any case, in the singular or plural', () => {
    expect(['Intents', 'intent', 'LOCALE', 'locales'].map((by) => read({ by }).by)).toEqual([
      'intents',
      'intents',
      'locales',
      'locales',
    ]);
  });

  it('shows ten names, or as many as n says', () => {
    expect([read().n, read({ n: 0 }).n, read({ n: '3' }).n]).toEqual([10, 10, 3]);
  });

  it.each([
    ['no split', { by: undefined }, 'by is missing'],
    ['another split', { by: 'weeks' }, 'intents or locales'],
    ['half a row', { n: 1.5 }, 'a whole number from 1 to 250'],
    ['several metrics', { metric: [['totalSessions', 'totalUtterances']] }, 'one metric'],
    ['intents of a skill without', { skillType: 'flashBriefing', metric: 'uniqueCustomers' }, 'Only custom skills'],
    [
      'a filter of what the rows are',
      { options: 'intent=HelpIntent' },
      'Remove intent from them, or split by "locales".',
    ],
    [
      'the same by locales',
      { by: 'locales', options: 'locale=de-DE' },
      'Remove locale from them, or split by "intents".',
    ],
    ['a locale that is none', { options: 'locale=German' }, 'a locale such as en-US'],
    [
      'an intent of a skill without',
      { by: 'locales', skillType: 'flashBriefing', metric: 'uniqueCustomers', options: 'intent=HelpIntent' },
      'intent',
    ],
    ['expected values', { options: 'expected=1' }, 'SKILLTOP has no expected values'],
    ['customers of a month', { metric: 'uniqueCustomers', endTime: '2026-09-03' }, 'at most 7 days'],
  ])('says what is wrong with %s', (_, more: Partial<TopArguments>, message) =>
    expect(textOf(failureFrom(() => read(more)))).toContain(message),
  );
});

describe('topOf', () => {
  it('asks each name, and all together for the shares', () => {
    expect(topOf(read(), ['A', 'B'], now).queries.map(({ intents }) => intents)).toEqual([['A', 'B'], []]);
  });

  it("requests no total where the values aren't parts of it", () =>
    expect(topOf(read({ metric: 'uniqueCustomers' }), ['A'], now).queries).toHaveLength(1));

  it('refuses more names, or more weeks, than Amazon should be asked for', () => {
    const names = Array.from({ length: 251 }, (_, index) => `Intent${index}`);
    expect(failureFrom(() => topOf(read(), names, now))).toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('251 intents') as string,
    });
    const years = read({ startTime: '2024-01-01', endTime: '2026-01-01' });
    const many = failureFrom(() => topOf(years, names.slice(0, 40), now));
    expect(many).toMatchObject({ code: 'too_large', advice: expect.stringContaining('shorter range') as string });
    expect(() => topOf(years, names.slice(0, 10), now)).not.toThrow();
  });

  it('says that a skill has no names', () => expect(failureFrom(() => topOf(read(), [], now)).code).toBe('not_found'));
});
