import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/domain/failure';
import { columnsOf } from '../../../src/core/formula/columns';

const columns = (args: Parameters<typeof columnsOf>[0]): (string | undefined)[] =>
  columnsOf(args, []).map((column) =>
    column === undefined ? undefined : [column.metric, column.intent, column.locale].filter(Boolean).join(' '),
  );

describe('columnsOf', () => {
  it('keeps duplicates and blanks of a range in their places', () => {
    expect(columns({ metric: [['totalSessions', '', 'uniqueCustomers', 'Total sessions']] })).toEqual([
      'totalSessions',
      undefined,
      'uniqueCustomers',
      'totalSessions',
    ]);
    expect(columns({ metric: 'totalSessions', locale: [['en-US', 0, 'de_de', 'en-US']] })).toEqual([
      'totalSessions en-US',
      undefined,
      'totalSessions de-DE',
      'totalSessions en-US',
    ]);
  });

  it('drops the blanks behind the last name, as of a column that is picked whole', () => {
    expect(columns({ metric: [['totalSessions'], [''], ['totalUtterances'], [''], [null]] })).toHaveLength(3);
  });

  it('goes by metric, then intent, then locale', () => {
    expect(columns({ metric: [['totalSessions', 'totalUtterances']], intent: [['A', '']], locale: 'en-US' })).toEqual([
      'totalSessions A en-US',
      undefined,
      'totalUtterances A en-US',
    ]);
  });

  it.each([[undefined], [null], [''], [0], [[['']]]])('takes one blank, %j, for an argument left out', (locale) => {
    expect(columns({ metric: 'totalSessions', locale })).toEqual(['totalSessions']);
  });

  it('refuses a range that nobody has filled yet', () => {
    const problems: Problem[] = [];
    columnsOf({ metric: 'totalSessions', locale: [['', 0, null]] }, problems);
    expect(problems).toEqual([
      {
        argument: 'locale',
        value: 'an empty range',
        accepted: 'at least one locale, or leave it out',
        message: 'The range that locale refers to is empty. Fill it, or leave locale out.',
      },
    ]);
  });
});
