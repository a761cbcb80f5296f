import { beforeAll, describe, expect, it } from 'vitest';
import { type Failure, FailureError, failureOf, textOf } from '../../../src/core/domain/failure';
import { formatInstant } from '../../../src/core/domain/instant';
import { type FormulaArguments, parseFormula } from '../../../src/core/formula/parse-formula';
import { parseInWords } from '../../../src/core/natural-input/parse-natural';
import type { Skill } from '../../../src/core/protocol/stream';
import type { Answer, Query } from '../../../src/core/query/query';
import { queriesOf } from '../../../src/core/series/column-series';
import { cellsOf, type Invocation, placeholderText } from '../../../src/office/cells/call-result';
import type { ExcelCell } from '../../../src/office/cells/excel-cells';
import { createQueries } from '../../../src/office/queries/cell-functions';
import { createListCache } from '../../../src/office/queries/list-cache';
import { createQueryCache } from '../../../src/office/queries/query-cache';
import { tableResult } from '../../../src/office/queries/query-result';
import { readCall } from '../../../src/office/queries/read-call';
import { standInForExcel } from '../../support/office/excel-errors';
import { createManualClock, settle } from '../../support/office/manual-clock';
import { answer, august, skill, skillId } from '../../support/office/queries-of';

const now = Date.UTC(2026, 10, 22, 14, 37);

beforeAll(() => standInForExcel());

const account = (): readonly Skill[] => [
  { ...skill(), nameByLocale: { 'en-US': 'Daily Trivia', 'de-DE': 'Tägliches Quiz' } },
  { ...skill(), stage: 'development' },
  { ...skill(), skillId: 'amzn1.ask.skill.news', name: 'Morning News', nameByLocale: {}, apis: ['flashBriefing'] },
  { ...skill(), skillId: 'amzn1.ask.skill.light', name: 'Porch Light', nameByLocale: {}, apis: ['smartHome'] },
  { ...skill(), skillId: 'amzn1.ask.skill.one', name: 'Twins', nameByLocale: {} },
  { ...skill(), skillId: 'amzn1.ask.skill.two', name: 'TWINS', nameByLocale: {} },
  { ...skill(), skillId: 'amzn1.ask.skill.film', name: 'Short Films', nameByLocale: {}, apis: ['video'] },
];

const failure = (code: Exclude<Failure['code'], 'invalid_query'>): FailureError =>
  new FailureError({ code, message: `What is ${code}.`, advice: 'What to do.' });

interface World {
  readonly cell: (more: Partial<FormulaArguments>, invocation?: Invocation) => Promise<ExcelCell[][]>;
  /** What the relay was asked for, in order. */
  readonly asked: (Query | 'skills')[];
  readonly forget: () => void;
}

const create = (
  skills: () => Promise<readonly Skill[]> = () => Promise.resolve(account()),
  ask: (query: Query) => Answer = () => answer(),
): World => {
  const asked: (Query | 'skills')[] = [];
  const clocks = { now: () => now, wait: createManualClock(now).setTimer };
  const answers = createQueryCache({
    ask: (query) => {
      asked.push(query);
      return Promise.resolve(ask(query));
    },
    ...clocks,
  });
  const lists = createListCache(
    {
      skills: () => {
        asked.push('skills');
        return skills();
      },
      ask: () => Promise.reject(new Error('not here')),
      locales: () => Promise.reject(new Error('not here')),
      intents: () => Promise.reject(new Error('not here')),
    },
    clocks,
  );
  const queries = createQueries(
    answers,
    () => Promise.resolve({ parseFormula, queriesOf, readCall, tableResult }),
    {
      now: clocks.now,
      dates: { known: () => 0, look: () => Promise.resolve(0), forget: () => undefined },
      skills: () => Promise.resolve(lists.skills()),
      words: () => Promise.resolve({ parseInWords }),
    },
    () => Promise.resolve(undefined),
  );
  const required: FormulaArguments = { skillId, metric: [['totalSessions']], startTime: '2026-08-01', skillType: null };
  return {
    cell: async (more, invocation = {}) => cellsOf(await queries.table({ ...required, ...more }, invocation)),
    asked,
    forget: () => lists.forget(),
  };
};

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'an answer',
    (error: unknown) => textOf(failureOf(error)),
  );

/** The query that a call asked, once the list was there. */
const queryOf = async (more: Partial<FormulaArguments>): Promise<Query> => {
  const { cell, asked } = create();
  await cell(more);
  const query = asked.find((one) => one !== 'skills');
  if (query === undefined) throw new Error('nothing was asked');
  return query;
};

describe('a skill by its name', () => {
  it.each([
    ['Daily Trivia', skillId],
    ['daily trivia', skillId],
    ['  DAILY  TRIVIA ', skillId],
    ['Tägliches Quiz', skillId],
    ['tagliches quiz', skillId],
    ['Morning News', 'amzn1.ask.skill.news'],
    [skillId.replace('amzn1.ask.skill.', ''), skillId],
    [skillId.replace('amzn1.ask.skill.', '').toUpperCase(), skillId],
  ])('%j is asked by its ID', async (name, id) => {
    expect((await queryOf({ skillId: name })).skillId).toBe(id);
  });

  it.each([
    ['Dayly Trivia', 'None of your skills is named "Dayly Trivia". Did you mean "Daily Trivia"?'],
    ['Chess', 'None of your skills is named "Chess". To see your skills, enter =ALEXASKILLS().'],
    [
      'twins',
      '2 of your skills are named "twins": amzn1.ask.skill.one and amzn1.ask.skill.two. Enter the ID of the one that you mean.',
    ],
    [
      'amzn1.ask.skil.7d1c',
      `"amzn1.ask.skil.7d1c" isn't a whole skill ID. Copy it from the Alexa developer console, or enter the skill's name.`,
    ],
    ['', "skillId is missing. Enter the skill's name or ID."],
  ])('%j is refused, and nothing is asked', async (name, message) => {
    const { cell, asked } = create();
    expect(await messageOf(cell({ skillId: name }))).toBe(message);
    expect(asked.filter((one) => one !== 'skills')).toEqual([]);
  });

  it('needs the list: if that is unavailable, the cell says so', async () => {
    const { cell, asked } = create(() => Promise.reject(failure('throttled')));
    expect(await messageOf(cell({ skillId: 'Daily Trivia' }))).toBe('What is throttled. What to do.');
    expect(asked).toEqual(['skills']);
  });

  it('is refused in an account without skills', async () => {
    const { cell } = create(() => Promise.resolve([]));
    expect(await messageOf(cell({ skillId: 'Daily Trivia' }))).toMatch(/your Amazon account has no skills/);
  });

  it('is understood the same whether the list is in memory or not', async () => {
    const { cell, forget, asked } = create();
    const [cold, warm] = [await cell({ skillId: 'Morning News' }), await cell({ skillId: 'Morning News' })];
    forget();
    expect(await cell({ skillId: 'Morning News' })).toEqual(cold);
    expect(warm).toEqual(cold);
    expect(asked.filter((one) => one === 'skills')).toHaveLength(2);
  });
});

describe('the type of a skill that a call leaves out', () => {
  it.each([
    ['Daily Trivia', 'custom'],
    ['Morning News', 'flashBriefing'],
    ['amzn1.ask.skill.news', 'flashBriefing'],
    ['amzn1.ask.skill.elsewhere', 'custom'],
    ['Short Films', 'custom'],
  ])('is that of %s: %s', async (name, type) => {
    expect((await queryOf({ skillId: name })).skillType).toBe(type);
  });

  it('is found with one call for all cells', async () => {
    const { cell, asked } = create();
    await Promise.all(['-7d', '-14d', '-21d'].map((startTime) => cell({ startTime })));
    expect(asked.filter((one) => one === 'skills')).toHaveLength(1);
  });

  it('is not looked for where the call names it', async () => {
    const { cell, asked } = create();
    await cell({ skillType: 'custom' });
    expect(asked).not.toContain('skills');
  });

  it('counts as custom if the list is unavailable, and the numbers prove it', async () => {
    const { cell, asked } = create(() => Promise.reject(failure('unavailable')));
    expect(await cell({})).toHaveLength(4);
    expect(asked).toContainEqual(expect.objectContaining({ skillType: 'custom' }));
  });

  it.each([
    ['cannot be had', () => Promise.reject(failure('forbidden'))],
    ['does not hold the skill', () => Promise.resolve([])],
  ])('returns no zeros of a guess where the list %s', async (_, skills) => {
    const { cell } = create(skills, () => answer([0, 0, 0]));
    expect(await messageOf(cell({}))).toBe(
      `Amazon has only zeros for this as a custom skill, and your list of skills doesn't tell the skill's type. Enter its type as skillType, such as "custom" or "flashBriefing".`,
    );
    expect(await cell({ skillType: 'custom' })).toHaveLength(4);
  });

  it('may have nothing but zeros where it is known', async () => {
    const { cell } = create(undefined, () => answer([0, 0, 0]));
    expect(await cell({})).toHaveLength(4);
  });

  it("says so to a person who isn't signed in", async () => {
    const { cell } = create(() => Promise.reject(failure('sign_in_required')));
    expect(await messageOf(cell({}))).toBe('What is sign_in_required. What to do.');
    expect(await messageOf(cell({ metric: 'totalSession' }))).toBe(
      'There is no metric "totalSession". Did you mean totalSessions?',
    );
  });

  it("is reported with the name of the skill if a metric doesn't fit it", async () => {
    const { cell } = create();
    expect(await messageOf(cell({ skillId: 'amzn1.ask.skill.light' }))).toBe(
      'Porch Light is a smart home skill, which has no totalSessions. Use uniqueCustomers, totalEnablements or totalUtterances.',
    );
  });
});

describe('a skill type that is not that of the skill', () => {
  const message = 'Daily Trivia is a custom skill, not a flash briefing skill. Leave skillType out, or enter custom.';

  it('is refused at once where the list is needed anyway', async () => {
    const { cell, asked } = create();
    expect(await messageOf(cell({ skillId: 'Daily Trivia', skillType: 'flash briefing' }))).toBe(message);
    expect(asked).toEqual(['skills']);
  });

  it('is refused where Amazon has nothing but zeros for it', async () => {
    const { cell } = create(undefined, () => answer([0, 0]));
    expect(await messageOf(cell({ skillType: 'flashBriefing' }))).toBe(message);
  });

  it('is refused where Amazon has nothing at all for it', async () => {
    const { cell } = create(undefined, () => answer([]));
    expect(await messageOf(cell({ skillType: 'flashBriefing' }))).toBe(message);
  });
});

describe('a locale by its language or country', () => {
  it.each([
    ['German', ['de-DE']],
    ['Deutsch', ['de-DE']],
    ['de', ['de-DE']],
    ['Germany', ['de-DE']],
    ['English', ['en-US']],
    ['USA', ['en-US']],
    ['United States', ['en-US']],
    ['English (United States)', ['en-US']],
    ['all', []],
    ['All locales', []],
    ['en_us', ['en-US']],
    [[['German', 'en-US']], ['de-DE', 'en-US']],
  ])('%j is %j', async (locale, locales) => {
    expect((await queryOf({ locale })).locales).toEqual(locales);
  });

  it.each([
    ['Klingon', 'Daily Trivia has no locale "Klingon". It has en-US and de-DE.'],
    ['French', 'Daily Trivia has no locale "French". It has en-US and de-DE.'],
  ])('%j is refused', async (locale, message) => {
    expect(await messageOf(create().cell({ locale }))).toBe(message);
  });

  it('is refused where it names several', async () => {
    const several = { ...skill(), nameByLocale: { 'en-US': 'Daily Trivia', 'en-GB': 'Daily Trivia' } };
    const { cell } = create(() => Promise.resolve([several]));
    expect(await messageOf(cell({ locale: 'English' }))).toBe(
      '"English" could be en-US or en-GB of Daily Trivia. Enter one of them, or a range with several.',
    );
  });
});

describe('the whole of a typed formula', () => {
  it('is asked as the strict grammar has it', async () => {
    const query = await queryOf({
      skillId: 'Daily Trivia',
      metric: 'sessions, customers',
      startTime: 'last 28 days',
      period: 'daily',
      stage: 'dev',
      headers: true,
    });
    expect({
      ...query,
      startTime: formatInstant(query.startTime),
      endTime: formatInstant(query.endTime),
    }).toEqual({
      skillId,
      metrics: ['totalSessions', 'uniqueCustomers'],
      startTime: '2026-10-25T00:00:00Z',
      endTime: '2026-11-22T00:00:00Z',
      period: 'P1D',
      timeZone: 'UTC',
      week: 'mon',
      edges: 'whole',
      stage: 'development',
      skillType: 'custom',
      intents: [],
      locales: [],
    });
  });

  it('is refused with all that is wrong with it at once', async () => {
    const wrong = {
      skillId: 'Dayly Trivia',
      metric: 'totalSession',
      startTime: '8/1/2026',
      stage: 'alive',
      headers: 7,
    };
    expect(await messageOf(create().cell(wrong))).toBe(
      [
        'None of your skills is named "Dayly Trivia". Did you mean "Daily Trivia"?',
        'There is no metric "totalSession". Did you mean totalSessions?',
        '"8/1/2026" could be August 1 or January 8, 2026. Enter "2026-08-01" or "2026-01-08".',
        'There is no stage "alive". Did you mean live?',
        'headers can\'t be "7". Use 0 for none, 1 for column names, or 2 for the skill and column names.',
      ].join(' '),
    );
  });
});

describe('a call', () => {
  it('shows nothing while somebody only looks at it and the list is not in memory', async () => {
    const { cell, asked } = create();
    const looking = { isInValuePreview: true };
    expect(await cell({ skillId: 'Daily Trivia' }, looking)).toEqual([[placeholderText]]);
    expect(await cell({}, looking)).toEqual([[placeholderText]]);
    expect(asked).toEqual([]);
    await cell({ skillId: 'Daily Trivia' });
    expect((await cell({ skillId: 'Daily Trivia' }, looking))[1]?.[0]).toBe(august / 86_400_000 + 25_569);
  });

  it('ends when Excel cancels it while it waits for the list', async () => {
    const { cell, asked } = create(() => new Promise(() => undefined));
    const invocation: Invocation = {};
    const message = messageOf(cell({}, invocation));
    await settle();
    invocation.onCanceled?.();
    expect(await message).not.toBe('an answer');
    expect(asked).toEqual(['skills']);
  });

  it('passes an error of its arguments on before it waits for anything', async () => {
    const { cell, asked } = create();
    expect(await messageOf(cell({ metric: [[{ type: 'Error', basicValue: '#N/A' }]] }))).toMatch(/^metric is #N\/A/);
    expect(asked).toEqual([]);
  });
});
