import { beforeAll, describe, expect, it } from 'vitest';
import { FailureError, failureOf } from '../../../src/core/domain/failure';
import { type FormulaArguments, parseFormula } from '../../../src/core/formula/parse-formula';
import { parseInWords } from '../../../src/core/natural-input/parse-natural';
import { type Answer, type Query, seriesKeys } from '../../../src/core/query/query';
import type { TotalArguments } from '../../../src/core/tables/total-table';
import { cellsOf, type Invocation, placeholderText } from '../../../src/office/cells/call-result';
import type { DateSystem } from '../../../src/office/cells/date-system';
import type { ExcelCell } from '../../../src/office/cells/excel-cells';
import { type Companions, createCompanions } from '../../../src/office/queries/companions';
import { createListCache } from '../../../src/office/queries/list-cache';
import { cachedAnswers, createQueryCache, type QueryCache } from '../../../src/office/queries/query-cache';
import type { RelayClient } from '../../../src/office/relay/client';
import { notAvailable, standInForExcel } from '../../support/office/excel-errors';
import { createManualClock, type ManualClock, settle } from '../../support/office/manual-clock';
import { answer, august, skill, skillId } from '../../support/office/queries-of';

const now = Date.UTC(2026, 10, 1);
const begun = 'The range has only just begun: there are no numbers yet.';

beforeAll(() => standInForExcel());

type ShownCompanions = Pick<Companions, 'skillName'> & {
  readonly [name in Exclude<keyof Companions, 'skillName'>]: (
    ...call: Parameters<Companions[name]>
  ) => Promise<ExcelCell[][]>;
};

interface World {
  /** What cells show of each. */
  readonly companions: ShownCompanions;
  readonly answers: QueryCache;
  readonly clock: ManualClock;
  /** What the relay was asked for, in order. */
  readonly asked: string[];
  readonly signals: (AbortSignal | undefined)[];
  /** Tells that what is known is to be asked again. */
  readonly forget: () => void;
}

/** An answer of which each series has one value, its place among them. */
const numbered = (query: Query): Answer => ({
  ...answer(),
  series: seriesKeys(query).map((key, index) => ({ ...key, timestamps: [august], values: [index + 1] })),
});

const create = (more: Partial<RelayClient> = {}): World => {
  const clock = createManualClock(now);
  const asked: string[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const answering: RelayClient = {
    ask: (query) => Promise.resolve(numbered(query)),
    skills: () => Promise.resolve([skill()]),
    locales: () => Promise.resolve(['de-DE', 'en-US']),
    intents: (_, __, locale) => Promise.resolve([`Play-${locale}`, 'AMAZON.HelpIntent']),
    ...more,
  };
  const relay: RelayClient = {
    ask: (query, how) => {
      asked.push(query.metrics.join());
      signals.push(how.signal);
      return answering.ask(query, how);
    },
    skills: (signal) => {
      asked.push('skills');
      return answering.skills(signal);
    },
    locales: (id, stage, signal) => {
      asked.push(`locales ${stage}`);
      return answering.locales(id, stage, signal);
    },
    intents: (id, stage, locale, signal) => {
      asked.push(`intents ${stage} ${locale}`);
      return answering.intents(id, stage, locale, signal);
    },
  };
  const clocks = { now: () => clock.now(), wait: clock.setTimer };
  const answers = createQueryCache({ ask: (query, how) => relay.ask(query, how), ...clocks });
  const dates: DateSystem = { known: () => 0, look: () => Promise.resolve(0), forget: () => undefined };
  const lists = createListCache(relay, clocks);
  const companions = createCompanions({
    answers,
    dates,
    now: clocks.now,
    skills: () => Promise.resolve(lists.skills()),
    words: () => Promise.resolve({ parseInWords }),
    lists: () => Promise.resolve(lists),
  });
  return {
    companions: {
      ...companions,
      top: async (...call) => cellsOf(await companions.top(...call)),
      total: async (...call) => cellsOf(await companions.total(...call)),
      skills: async (...call) => cellsOf(await companions.skills(...call)),
      intents: async (...call) => cellsOf(await companions.intents(...call)),
      info: async (...call) => cellsOf(await companions.info(...call)),
    },
    answers,
    clock,
    asked,
    signals,
    forget: () => lists.forget(),
  };
};

const totalArgs = (more: Partial<TotalArguments> = {}): TotalArguments => ({
  skillId,
  metric: [['totalSessions']],
  startTime: '2026-08-01',
  endTime: '2026-09-01',
  // Named, so that no call waits for the list of skills.
  skillType: 'custom',
  ...more,
});
const formulaArgs = (more: Partial<FormulaArguments> = {}): FormulaArguments => ({ ...totalArgs(), ...more });
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => failureOf(error).code,
  );
const never = (): Promise<never> => new Promise(() => undefined);

describe('SKILLTOTAL', () => {
  it('is one number, asked once for identical calls', async () => {
    const { companions, asked } = create();
    const both = await Promise.all([companions.total(totalArgs(), {}), companions.total(totalArgs(), {})]);
    expect(both).toEqual([[[1]], [[1]]]);
    expect(asked).toEqual(['totalSessions']);
  });

  it('is #N/A with the reason in the first minute of today, and asks nothing', async () => {
    const { companions, asked } = create();
    const today = { startTime: 'today', endTime: null };
    const one = companions.total(totalArgs(today), {});
    await expect(one).rejects.toThrow(`not_found: ${begun}`);
    const metric = [['totalSessions', '', 'totalUtterances']];
    expect(await companions.total(totalArgs({ ...today, metric }), {})).toEqual([
      [notAvailable(begun), '', notAvailable(begun)],
    ]);
    expect(await companions.info(formulaArgs(today), {})).toEqual([
      ['Start (UTC)', 46_327],
      ['Rows', `none: ${begun}`],
    ]);
    expect(asked).toEqual([]);
  });

  it('is a number for each metric and locale of a table', async () => {
    const { companions, asked } = create();
    const args = totalArgs({ metric: [['totalSessions'], ['totalUtterances']], locale: [['en-US', 'de-DE']] });
    expect(await companions.total(args, {})).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(asked).toHaveLength(1);
  });

  it('asks for what it does not have in memory, and mixes nothing up', async () => {
    const { companions, asked } = create({
      ask: (query) =>
        Promise.resolve({
          ...answer(),
          series: seriesKeys(query).map((key) => ({
            ...key,
            timestamps: [august],
            values: [key.locale === 'en-US' ? 1 : 2],
          })),
        }),
    });
    const metric = [['totalSessions'], ['totalUtterances']];
    await companions.total(totalArgs({ metric: 'totalUtterances', locale: 'de-DE' }), {});
    const args = totalArgs({ metric, locale: [['en-US'], ['de-DE']] });
    expect(await companions.total(args, { isInValuePreview: true })).toEqual([[placeholderText]]);
    expect(await companions.total(args, {})).toEqual([[1], [2]]);
    expect(asked).toEqual(['totalUtterances', 'totalSessions']);
  });

  it('no longer waits for the rest where one of its queries fails', async () => {
    const throttled = new FailureError({ code: 'throttled', message: 'Too much.', advice: 'Wait.' });
    const { companions, signals, clock } = create({
      ask: ({ locales }) => (locales[0] === 'en-US' ? Promise.reject(throttled) : never()),
    });
    const args = totalArgs({
      metric: [['totalSessions'], ['totalUtterances']],
      locale: [['en-US'], ['de-DE']],
    });
    expect(await codeOf(companions.total(args, {}))).toBe('throttled');
    await clock.advance(1_000);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
  });

  it('fails with all problems of the arguments, and asks nothing', async () => {
    const { companions, asked } = create();
    await expect(companions.total(totalArgs({ skillId: 'x', metric: 'uniqueCustomers' }), {})).rejects.toMatchObject({
      failure: { code: 'invalid_query', problems: [{ argument: 'skillId' }, { argument: 'endTime' }] },
    });
    // Whether "x" names a skill, the list alone can tell.
    expect(asked).toEqual(['skills']);
  });

  it('is not wanted any more when Excel cancels the call', async () => {
    const { companions, answers } = create({ ask: never });
    const invocation: Invocation = { address: 'Sheet1!B2' };
    const total = codeOf(companions.total(totalArgs(), invocation));
    await settle();
    expect(answers.running().map((asked) => asked.addresses())).toEqual([['Sheet1!B2']]);
    invocation.onCanceled?.();
    expect(await total).toBe('cancelled');
  });
});

describe('SKILLMETRICSINFO', () => {
  it('describes the answer that SKILLMETRICS shows, and requests no other', async () => {
    const { companions, answers, asked } = create();
    const shown = cachedAnswers(answers, [parseFormula(formulaArgs(), now).query], {});
    const info = await companions.info(formulaArgs(), {});
    await shown;
    expect(info).toContainEqual(['Fetched at (UTC)', 46_265]);
    expect(info).toContainEqual(['Request ID', 'r-1']);
    await companions.info(formulaArgs({ headers: 2, options: 'order=desc' }), {});
    expect(asked).toHaveLength(1);
  });
});

describe('SKILLTOP', () => {
  const args = { ...totalArgs(), metric: 'totalUtterances', by: 'intents' };

  it('compares the intents of the models of all locales', async () => {
    const { companions, asked } = create();
    const cells = await companions.top(args, {});
    expect(cells.map(([name]) => name)).toEqual([
      'Intent',
      'Play-en-US',
      'Play-de-DE',
      'AMAZON.HelpIntent',
      'All others',
    ]);
    expect(asked).toEqual([
      'locales live',
      'intents live de-DE',
      'intents live en-US',
      'totalUtterances',
      'totalUtterances',
    ]);
  });

  it('reads the model of one locale for the intents of that locale', async () => {
    const { companions, asked } = create();
    await companions.top({ ...args, options: 'locale=de-DE' }, {});
    expect(asked).toEqual(['locales live', 'intents live de-DE', 'totalUtterances', 'totalUtterances']);
  });

  it('needs no models for locales, and nothing is requested in a preview', async () => {
    const { companions, asked } = create();
    expect(await companions.top({ ...args, by: 'locales' }, { isInValuePreview: true })).toEqual([[placeholderText]]);
    expect(asked).toEqual([]);
    await companions.top({ ...args, by: 'locales' }, {});
    expect(asked).toEqual(['locales live', 'totalUtterances', 'totalUtterances']);
  });

  it('passes on why names are unavailable', async () => {
    const { companions } = create({
      intents: () => Promise.reject(new FailureError({ code: 'sign_in_required', message: 'No.', advice: '' })),
    });
    expect(await codeOf(companions.top(args, {}))).toBe('sign_in_required');
    const none = create({ locales: () => Promise.resolve([]) });
    expect(await codeOf(none.companions.top(args, {}))).toBe('not_found');
  });
});

describe('ALEXASKILLS', () => {
  it('shares one list among its vendors, until it is to be asked again', async () => {
    const { companions, asked, forget } = create();
    const all = await companions.skills(null, {});
    expect(all.map(([name]) => name)).toEqual(['Name', 'Daily Trivia']);
    expect(await companions.skills([['acme voice']], {})).toEqual(all);
    expect(asked).toEqual(['skills']);
    forget();
    await companions.skills(null, {});
    expect(asked).toEqual(['skills', 'skills']);
  });

  it('is not wanted any more when Excel cancels the call', async () => {
    const { companions } = create({ skills: never });
    const invocation: Invocation = {};
    const skills = codeOf(companions.skills(null, invocation));
    invocation.onCanceled?.();
    expect(await skills).toBe('cancelled');
  });
});

describe('ALEXAINTENTS', () => {
  it('lists the intents of en-US where no locale is named', async () => {
    const { companions, asked } = create();
    expect(await companions.intents({ skillId }, {})).toEqual([['Play-en-US'], ['AMAZON.HelpIntent']]);
    expect(asked).toEqual(['locales live', 'intents live en-US']);
  });

  it('asks only for the intents where one is', async () => {
    const { companions, asked } = create();
    await companions.intents({ skillId, locale: 'de-DE', stage: 'development' }, {});
    expect(asked).toEqual(['intents development de-DE']);
  });

  it('fails where the server does, as the cell shows it', async () => {
    const failure = new FailureError({ code: 'not_found', message: 'No such skill.', advice: 'Check it.' });
    const { companions } = create({ locales: () => Promise.reject(failure) });
    expect(await codeOf(companions.intents({ skillId }, {}))).toBe('not_found');
  });

  it('is not wanted any more when Excel cancels the call', async () => {
    const { companions } = create({ intents: never });
    const invocation: Invocation = {};
    const intents = codeOf(companions.intents({ skillId, locale: 'en-US' }, invocation));
    invocation.onCanceled?.();
    expect(await intents).toBe('cancelled');
  });
});

describe('a call in the preview of a formula part', () => {
  const calls: readonly (readonly [
    string,
    (companions: ShownCompanions, invocation: Invocation) => Promise<unknown>,
  ])[] = [
    ['SKILLTOTAL', (companions, invocation) => companions.total(totalArgs(), invocation)],
    ['SKILLMETRICSINFO', (companions, invocation) => companions.info(formulaArgs(), invocation)],
    ['ALEXASKILLS', (companions, invocation) => companions.skills(null, invocation)],
    ['ALEXAINTENTS', (companions, invocation) => companions.intents({ skillId }, invocation)],
  ];

  it.each(calls)('of %s asks nothing, and shows what is in memory', async (_, call) => {
    const { companions, asked } = create();
    expect(await call(companions, { isInValuePreview: true })).toEqual([[placeholderText]]);
    expect(asked).toEqual([]);
    const result = await call(companions, {});
    const cost = asked.length;
    expect(await call(companions, { isInValuePreview: true })).toEqual(result);
    expect(asked).toHaveLength(cost);
  });
});

describe('the name of a skill', () => {
  const live = { skillId, stage: 'live' } as const;

  it('is that of the list, which all share', async () => {
    const { companions, asked } = create();
    expect(await companions.skillName(live, {})).toBe('Daily Trivia');
    expect(await companions.skillName({ ...live, stage: 'development' }, {})).toBe('Daily Trivia');
    expect(asked).toEqual(['skills']);
  });

  it('is none where the account has no such skill, or the list cannot be had', async () => {
    expect(await create().companions.skillName({ ...live, skillId: 'amzn1.ask.skill.other' }, {})).toBeUndefined();
    const away = create({ skills: () => Promise.reject(new Error('away')) });
    expect(await away.companions.skillName(live, {})).toBeUndefined();
  });

  it('is not asked for while somebody only looks at the formula', async () => {
    const { companions, asked } = create();
    expect(await companions.skillName(live, { isInValuePreview: true })).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
