import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../src/core/domain/instant';
import { type FormulaArguments, parseFormula } from '../../../../src/core/formula/parse-formula';
import { firstPace } from '../../../../src/core/windows/query-size';
import { drillCostText, explainCostText, type NameCounts } from '../../../../src/taskpane/features/drill/drill-cost';
import { skillId } from '../../../support/taskpane/fakes';

const now = parseInstant('2026-11-22T14:37:00Z') ?? NaN;
const known: NameCounts = { locales: 3, intents: 10 };
const unknown: NameCounts = { locales: undefined, intents: undefined };
const args: FormulaArguments = {
  skillId,
  metric: 'totalUtterances',
  startTime: '2026-08-03',
  endTime: '2026-08-10',
};
const requestOf = (more: Partial<FormulaArguments>) => parseFormula({ ...args, ...more }, now);

describe('what it takes to drill down', () => {
  const text = (more: Partial<FormulaArguments>, names = known) =>
    drillCostText(requestOf(more), { names, now, pace: firstPace });

  it.each<[value: string, more: Partial<FormulaArguments>, expected: string]>([
    // One request for a value, and as many for each name and for all of them together.
    ['a day', {}, 'Takes up to 1 request over time, 4 requests by locale, and 11 requests by intent.'],
    // Distinct customers of all locales together are no sum of theirs.
    [
      'customers of a day',
      { metric: 'uniqueCustomers' },
      'Takes up to 1 request over time, 3 requests by locale, and 10 requests by intent.',
    ],
    // Both parts of the ratio.
    [
      'a ratio of a day',
      { metric: 'successRate' },
      'Takes up to 2 requests over time, 6 requests by locale, and 20 requests by intent.',
    ],
    ['one locale', { locale: 'de-DE' }, 'Takes up to 1 request over time and 11 requests by intent.'],
    [
      'a day of a smart home skill',
      { skillType: 'smartHome' },
      'Takes up to 1 request over time and 4 requests by locale.',
    ],
    // A month takes five weeks.
    [
      'a month',
      { startTime: '2026-07-01', endTime: '2026-09-01', period: 'P1M' },
      'Takes up to 5 requests over time, 20 requests by locale, and 55 requests by intent.',
    ],
    [
      'a comparison, whose earlier values are not split',
      { options: 'compare=previous' },
      'Takes up to 1 request over time, 4 requests by locale, and 11 requests by intent.',
    ],
  ])('of %s', (_, more, expected) => expect(text(more)).toBe(expected));

  it('is told for each name while nobody knows how many there are', () => {
    expect(text({}, unknown)).toBe(
      'Takes up to 1 request over time, 1 request for each locale, and 1 request for each intent.',
    );
  });
});

describe('what it takes to explain a change', () => {
  const text = (more: Partial<FormulaArguments>, names = known) =>
    explainCostText(requestOf({ options: 'compare=previous', ...more }), { names, now, pace: firstPace });

  it.each<[value: string, more: Partial<FormulaArguments>, expected: string | undefined]>([
    // Two values of each of 3 locales and 10 intents, and twice of all together.
    ['utterances of a day', {}, 'Takes up to 30 requests.'],
    ['sessions, which are split by locale only', { metric: 'totalSessions' }, 'Takes up to 8 requests.'],
    ['customers, which are not split', { metric: 'uniqueCustomers' }, undefined],
    ['rows of which none is over', { startTime: '2026-11-22', endTime: '2026-11-23' }, undefined],
  ])('of %s', (_, more, expected) => expect(text(more)).toBe(expected));

  it('is told for each name while nobody knows how many there are', () => {
    expect(text({}, { ...known, intents: undefined })).toBe('Takes up to 8 requests and 2 requests for each intent.');
  });
});
