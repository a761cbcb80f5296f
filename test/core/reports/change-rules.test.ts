import { describe, expect, it } from 'vitest';
import { columnMetrics, isLessBetter } from '../../../src/core/domain/derived';
import { changeRule } from '../../../src/core/reports/change-rules';

it('knows of which metrics a skill should have less', () => {
  expect(columnMetrics.filter(isLessBetter)).toEqual([
    'failedUtterances',
    'incompleteSessions',
    'failureRate',
    'incompleteRate',
  ]);
});

describe('the rule of a conditional format for changes', () => {
  it('compares with the least change that is shown as one', () => {
    expect(changeRule({ cells: 'E5:E9' }, 'good')).toBe('=IF(ISNUMBER(E5),E5>=0.0005,FALSE)');
    expect(changeRule({ cells: 'E5:E9' }, 'bad')).toBe('=IF(ISNUMBER(E5),E5<=-0.0005,FALSE)');
  });

  it('turns around for metrics of which less is better, by each name that people write', () => {
    const rule = changeRule({ cells: 'E5:E9', metric: '$A5' }, 'good');
    for (const name of ['failureRate', 'incompleteRate', 'failedUtterances', 'incompleteSessions', 'errorrate'])
      expect(rule).toContain(`SUBSTITUTE($A5," ","")="${name}"`);
    expect(rule).toMatch(/,-1,1\)\*E5>=0\.0005,FALSE\)$/);
    // Conditional formats take no array constants.
    expect(rule).not.toContain('{');
  });
});
