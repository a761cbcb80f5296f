import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/core/domain/failure';
import type { SeriesKey } from '../../../src/core/query/query';
import { parseTotal, type TotalArguments, type TotalRequest, totalTable } from '../../../src/core/tables/total-table';
import { failureFrom } from '../../support/core/failure';
import { answer, at, query, skillId } from '../../support/core/queries';

const now = at('2026-11-22T14:37:12Z');
const required: TotalArguments = { skillId, metric: 'totalSessions', startTime: '2026-08-01', endTime: '2026-09-01' };
const read = (more: Partial<TotalArguments> = {}): TotalRequest => parseTotal({ ...required, ...more }, now);

const totalOf = (key: SeriesKey, total?: number) => ({
  ...key,
  timestamps: total === undefined ? [] : [at('2026-08-01T00:00:00Z')],
  values: total === undefined ? [] : [total],
});

describe('parseTotal', () => {
  it('asks one value for the whole range', () => {
    expect(read()).toMatchObject({
      queries: [
        query({
          metrics: ['totalSessions'],
          startTime: at('2026-08-01T00:00:00Z'),
          endTime: at('2026-09-01T00:00:00Z'),
        }),
      ],
      cells: [[{ metric: 'totalSessions' }]],
    });
  });

  it('reads the other arguments as SKILLMETRICS does', () => {
    const { queries } = read({
      metric: 'total utterances',
      stage: 'Development',
      skillType: 'smart home',
      options: 'tz=Europe/Berlin; maxResults=50; order=desc',
    });
    expect(queries).toEqual([
      query({
        metrics: ['totalUtterances'],
        startTime: at('2026-07-31T22:00:00Z'),
        endTime: at('2026-08-31T22:00:00Z'),
        stage: 'development',
        skillType: 'smartHome',
        maxResults: 50,
      }),
    ]);
  });

  it('keeps the shape of a range of metrics, with its blanks, and asks all of them at once', () => {
    const { queries, cells } = read({
      metric: [
        ['totalSessions', ' Successful sessions '],
        ['', 'totalSessions'],
        [0, 0],
      ],
    });
    expect(cells).toEqual([
      [{ metric: 'totalSessions' }, { metric: 'successfulSessions' }],
      [undefined, { metric: 'totalSessions' }],
      [undefined, undefined],
    ]);
    expect(queries.map(({ metrics }) => metrics)).toEqual([['totalSessions', 'successfulSessions']]);
  });

  it('makes a table of a column of metrics and a row of locales, from one query', () => {
    const { queries, cells } = read({
      metric: [['totalSessions'], ['successfulSessions']],
      locale: [['en_us', 'de-DE', '']],
    });
    expect(cells).toEqual([
      [{ metric: 'totalSessions', locale: 'en-US' }, { metric: 'totalSessions', locale: 'de-DE' }, undefined],
      [{ metric: 'successfulSessions', locale: 'en-US' }, { metric: 'successfulSessions', locale: 'de-DE' }, undefined],
    ]);
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatchObject({
      metrics: ['totalSessions', 'successfulSessions'],
      locales: ['en-US', 'de-DE'],
    });
  });

  it('pairs columns of one size, and asks no more than these pairs', () => {
    const { queries, cells } = read({
      metric: [['totalSessions'], ['totalUtterances'], ['totalUtterances']],
      intent: [['HelpIntent'], ['HelpIntent'], ['PlayIntent']],
      locale: 'en-US',
    });
    expect(cells.flat()).toEqual([
      { metric: 'totalSessions', intent: 'HelpIntent', locale: 'en-US' },
      { metric: 'totalUtterances', intent: 'HelpIntent', locale: 'en-US' },
      { metric: 'totalUtterances', intent: 'PlayIntent', locale: 'en-US' },
    ]);
    expect(queries.map(({ metrics, intents, locales }) => [metrics, intents, locales])).toEqual([
      [['totalSessions', 'totalUtterances'], ['HelpIntent'], ['en-US']],
      [['totalUtterances'], ['PlayIntent'], ['en-US']],
    ]);
  });

  it('takes one blank cell for all locales together, and refuses a range of them that nobody has filled yet', () => {
    expect(read({ locale: [['']] })).toEqual(read());
    expect(textOf(failureFrom(() => read({ locale: [[''], [0]] })))).toBe(
      'The range that locale refers to is empty. Fill it, or leave locale out.',
    );
  });

  it('refuses ranges that do not fit together', () => {
    const broken = failureFrom(() =>
      read({ metric: [['totalSessions'], ['totalUtterances']], locale: [['en-US'], ['de-DE'], ['fr-FR']] }),
    );
    expect(textOf(broken)).toBe(
      "The ranges of metric, intent and locale don't fit together (2×1 cells, 3×1 cells). Use ranges of one size, or one column and one row.",
    );
  });

  it('refuses what does not add up beyond a week, and says what to ask instead', () => {
    expect(textOf(failureFrom(() => read({ metric: [['totalSessions', 'uniqueCustomers']] })))).toBe(
      "Amazon gives uniqueCustomers over at most 7 days at once, and weekly values can't be added up to your 31 days. Enter a shorter range, or use SKILLMETRICS for daily values.",
    );
    expect(textOf(failureFrom(() => read({ metric: 'uniqueCustomers', endTime: null })))).toContain(
      'Amazon gives uniqueCustomers over at most 7 days at once',
    );
    expect(read({ metric: 'uniqueCustomers', endTime: '2026-08-08' }).queries).toHaveLength(1);
  });

  it('lists every problem at once', () => {
    const broken = failureFrom(() =>
      read({ skillId: 'x', metric: [['nonsense'], ['uniqueCustomers']], options: 'tz=Mars' }),
    );
    expect(broken.code === 'invalid_query' && broken.problems.map(({ argument }) => argument)).toEqual([
      'skillId',
      'metric',
      'options tz',
      'endTime',
    ]);
  });
});

describe('totalTable', () => {
  const sessions: SeriesKey = { metric: 'totalSessions', locale: 'en-US' };
  const german: SeriesKey = { metric: 'totalSessions', locale: 'de-DE' };

  it('puts each total in its cells, whichever answer holds it', () => {
    const request = read({
      metric: 'totalSessions',
      locale: [
        ['de-DE', 'en-US'],
        ['', 'de-DE'],
      ],
    });
    const answers = [answer({ series: [totalOf(sessions, 10), totalOf(german, 0)] })];
    expect(totalTable(request, answers)).toEqual([
      [0, 10],
      ['', 0],
    ]);
  });

  it('shows a blank beside other totals where Amazon has nothing', () => {
    const request = read({ metric: 'totalSessions', locale: [['de-DE', 'en-US']] });
    expect(totalTable(request, [answer({ series: [totalOf(sessions, 10), totalOf(german)] })])).toEqual([['', 10]]);
  });

  it('fails where Amazon has nothing at all', () => {
    const request = read({ metric: 'totalSessions', locale: 'de-DE' });
    expect(failureFrom(() => totalTable(request, [answer({ series: [totalOf(german)] })])).code).toBe('not_found');
  });
});
