import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../../src/core/domain/failure';
import { type Answer, type Query, seriesKeys } from '../../../../src/core/query/query';
import { checkedEngine } from '../../../../src/relay/queries/name-check/checked-engine';
import { SkillNames } from '../../../../src/relay/queries/name-check/skill-names';
import { asked, august } from '../../../support/relay/asking';
import { definitionOf } from '../../../support/relay/fakes/fake-definition';

/** An Amazon that has heard something of some names, and answers zeros for all others. */
const world = (heard: readonly string[], definition = definitionOf()) => {
  const clock = { now: 1_000 };
  const queries: Query[] = [];
  const answer = (query: Query): Answer => ({
    series: seriesKeys(query).map((key) => {
      const isHeard = [key.intent, key.locale].every((name) => name === undefined || heard.includes(name));
      return { ...key, timestamps: [0, 1], values: isHeard ? [3, 4] : [0, 0] };
    }),
    fetchedAt: 0,
    requests: 1,
    pages: 1,
    requestIds: [`request-${queries.length}`],
  });
  const engine = checkedEngine(
    {
      answer: ({ query }) => {
        queries.push(query);
        return Promise.resolve(answer(query));
      },
      forget: () => Promise.resolve(),
      hear: () => Promise.resolve(),
    },
    new SkillNames({ smapi: definition.smapi, now: () => clock.now }),
  );
  const ask = (more: Partial<Query>): Promise<Answer> => engine.answer(asked(august(more)));
  const problemsOf = async (more: Partial<Query>): Promise<unknown> =>
    ask(more).then(
      () => 'answered',
      (error: unknown) => {
        const failure = failureOf(error);
        return failure.code === 'invalid_query' ? failure.problems : failure;
      },
    );
  return { clock, definition, queries, ask, problemsOf, engine };
};

describe('a column of zeros', () => {
  it('of an intent that the skill does not have says which was meant', async () => {
    const { problemsOf } = world(['AnswerIntent']);
    expect(await problemsOf({ intents: ['AnswerIntnt', 'AnswerIntent'] })).toEqual([
      {
        argument: 'intent',
        value: 'AnswerIntnt',
        accepted: 'the skill has no such intent; did you mean AnswerIntent?',
        message: 'The skill has no intent "AnswerIntnt". Did you mean AnswerIntent?',
      },
    ]);
  });

  it('of an intent like none of them names those that there are', async () => {
    const { problemsOf } = world([]);
    expect(await problemsOf({ intents: ['OrderPizza'] })).toEqual([
      {
        argument: 'intent',
        value: 'OrderPizza',
        accepted: 'the skill has no such intent; it has AMAZON.HelpIntent, AnswerIntent, PlayIntent',
        message: 'The skill has no intent "OrderPizza". It has AMAZON.HelpIntent, AnswerIntent, PlayIntent.',
      },
    ]);
  });

  it('of a locale that the manifest does not have says which there are', async () => {
    const { problemsOf } = world([]);
    expect(await problemsOf({ locales: ['de-AT'] })).toMatchObject([
      { argument: 'locale', accepted: 'the skill has no such locale; did you mean de-DE?' },
    ]);
  });

  it('of a name in another case is asked again as the skill has it, and keeps its name', async () => {
    const { ask, queries } = world(['AnswerIntent', 'PlayIntent']);
    const answer = await ask({ intents: ['answerintent', 'PlayIntent', 'AnswerIntent'] });
    expect(queries.map(({ intents }) => intents)).toEqual([
      ['answerintent', 'PlayIntent', 'AnswerIntent'],
      ['AnswerIntent', 'PlayIntent'],
    ]);
    expect(answer).toMatchObject({
      series: [
        { intent: 'answerintent', values: [3, 4] },
        { intent: 'PlayIntent', values: [3, 4] },
        { intent: 'AnswerIntent', values: [3, 4] },
      ],
      requests: 2,
      requestIds: ['request-1', 'request-2'],
    });
  });

  it('is valid if the skill has the name, in any of its locales', async () => {
    const { ask, definition } = world([]);
    const answer = await ask({ intents: ['PlayIntent'], locales: ['de-DE'] });
    expect(answer.series[0]?.values).toEqual([0, 0]);
    expect(definition.read).toEqual(['manifest', 'de-DE', 'en-US', 'en-IN']);
  });

  it("is valid if the names can't be read", async () => {
    for (const code of ['forbidden', 'not_found', 'unavailable'] as const) {
      const definition = definitionOf();
      definition.fails = code;
      const { ask } = world([], definition);
      expect((await ask({ intents: ['AnswerIntnt'], locales: ['de-AT'] })).series[0]?.values).toEqual([0, 0]);
    }
  });
});

describe("a skill's names", () => {
  it('are not read for what Amazon has numbers of, though no model has the name any more', async () => {
    const { ask, definition } = world(['RetiredIntent', 'en-US']);
    await ask({ intents: ['RetiredIntent'], locales: ['en-US', 'de-DE'] });
    expect(definition.read).toEqual(['manifest']);
  });

  it('are read once for all who ask at once, and again after five minutes', async () => {
    const { ask, clock, definition } = world([]);
    await Promise.all([ask({ intents: ['PlayIntent'] }), ask({ intents: ['AnswerIntent'] })]);
    await ask({ intents: ['PlayIntent'] });
    expect(definition.read).toEqual(['manifest', 'de-DE', 'en-US', 'en-IN']);
    clock.now += 300_001;
    await ask({ intents: ['PlayIntent'] });
    expect(definition.read).toHaveLength(8);
  });

  it('are looked for again at once after a failure that passes, and not after one that stays', async () => {
    const definition = definitionOf();
    const { ask } = world([], definition);
    for (const [code, read] of [
      ['unavailable', 1],
      ['forbidden', 2],
      ['forbidden', 2],
    ] as const) {
      definition.fails = code;
      await ask({ locales: ['de-DE'] });
      expect(definition.read).toHaveLength(read);
    }
  });

  it('are forgotten with the customer', async () => {
    const { ask, engine, definition } = world([]);
    await ask({ locales: ['de-DE'] });
    await engine.forget('amzn1.account.A');
    await ask({ locales: ['de-DE'] });
    expect(definition.read).toEqual(['manifest', 'manifest']);
  });
});
