import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/core/formula/columns';
import { columnNames } from '../../../src/core/tables/headers';

const sessions = { metric: 'totalSessions' } as const;
const customers = { metric: 'uniqueCustomers' } as const;
const help = 'AMAZON.HelpIntent';

const people = (...columns: Column[]): readonly string[] => columnNames(columns, 'people');

describe('names of columns for people', () => {
  it.each<[string, Column[], string[]]>([
    ['metrics alone', [sessions, customers], ['Total sessions', 'Unique customers']],
    [
      'metrics of one locale: they differ at their beginning',
      [
        { ...sessions, locale: 'en-GB' },
        { ...customers, locale: 'en-GB' },
      ],
      ['Total sessions – en-GB', 'Unique customers – en-GB'],
    ],
    [
      'locales side by side: the locale comes first',
      [
        { ...customers, locale: 'en-GB' },
        { ...customers, locale: 'de-DE' },
      ],
      ['en-GB – Unique customers', 'de-DE – Unique customers'],
    ],
    [
      "intents side by side, Amazon's without their common beginning",
      [
        { ...sessions, intent: help, locale: 'en-GB' },
        { ...sessions, intent: 'Order', locale: 'en-GB' },
      ],
      ['HelpIntent – Total sessions – en-GB', 'Order – Total sessions – en-GB'],
    ],
    [
      "an intent that is called as Amazon's",
      [
        { ...sessions, intent: help },
        { ...sessions, intent: 'HelpIntent' },
      ],
      ['AMAZON.HelpIntent – Total sessions', 'HelpIntent – Total sessions'],
    ],
    [
      'intents and locales side by side',
      [
        { ...sessions, intent: 'Order', locale: 'en-GB' },
        { ...sessions, intent: 'Cancel', locale: 'de-DE' },
      ],
      ['en-GB – Order – Total sessions', 'de-DE – Cancel – Total sessions'],
    ],
    ['an empty column', [sessions, undefined, sessions], ['Total sessions', '', 'Total sessions']],
  ])('%s', (_, columns, names) => expect(people(...columns)).toEqual(names));
});

it("are Amazon's names where these are wanted", () => {
  const columns = [{ ...sessions, intent: help, locale: 'en-GB' }, undefined];
  expect(columnNames(columns, 'api')).toEqual(['totalSessions AMAZON.HelpIntent en-GB', '']);
});
