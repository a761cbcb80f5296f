/** What one query, and one person, may ask for at once. */
import { expect, it } from 'vitest';
import { parseBatchLine } from '../../../../src/core/protocol/batch';
import { parseProblem } from '../../../../src/core/protocol/stream';
import { emptyAnswer, handEngine } from '../../../support/relay/fakes/hand-engine';
import { authorized, signIn, skillId, startWorld, type World } from '../../../support/relay/world';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const locales = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${letters[i % 26] ?? ''}${letters[Math.floor(i / 26)] ?? ''}-US`);

const params = {
  skillId,
  metric: 'totalSessions',
  startTime: '2015-09-01T00:00:00Z',
  endTime: '2026-09-01T00:00:00Z',
  period: 'PT15M',
  stage: 'live',
  skillType: 'custom',
};
const largest = new URLSearchParams([...Object.entries(params), ...locales(250).map((one) => ['locale', one])]);
const small = new URLSearchParams({ ...params, startTime: '2026-08-30T00:00:00Z', period: 'P1D' });

const get = ({ url }: World, session: string, query: URLSearchParams): Promise<Response> =>
  fetch(`${url}/api/metrics?${query.toString()}`, authorized(session));

const post = async ({ url }: World, session: string, queries: readonly object[]): Promise<string[]> => {
  const body = JSON.stringify({ stream: 's1', questions: queries });
  const answer = await fetch(`${url}/api/questions`, { method: 'POST', body, ...authorized(session) });
  return (await answer.text())
    .trimEnd()
    .split('\n')
    .map((text) => parseBatchLine(text))
    .map(({ id, line }) => `${id}: ${line.kind === 'failure' ? line.code : line.kind}`);
};

it('a query is refused that asks for more than anybody could hold, before it is planned', async () => {
  const { engine, asked } = handEngine();
  const world = await startWorld({ engine });
  const session = await signIn(world);
  const refused = await get(world, session, largest);
  expect(refused.status).toBe(413);
  const problem = parseProblem(await refused.json());
  expect(problem).toMatchObject({ code: 'too_large' });
  expect(problem?.message).toContain('at most 2,500,000 values');
  const item = { ...params, id: 'large', metric: ['totalSessions'], locale: locales(250) };
  expect(await post(world, session, [item])).toEqual(['large: too_large']);
  expect(asked).toHaveLength(0);
});

it('a person may have a number of queries under way, and others have theirs', async () => {
  const { engine, nth } = handEngine();
  const world = await startWorld({ engine, env: { QUESTIONS_PER_PERSON: '2' } });
  const [ada, nora] = [await signIn(world), await signIn(world, 'amzn1.account.SANDBOXNORA00000000000000000')];
  const first = get(world, ada, small);
  const one = await nth(0);
  const answered = post(world, ada, [
    { ...params, id: 'second', metric: ['totalSessions'], period: 'P1D' },
    { ...params, id: 'third', metric: ['totalSessions'], period: 'P1D' },
  ]);
  const two = await nth(1);
  const refused = await get(world, ada, small);
  expect(refused.status).toBe(429);
  expect(parseProblem(await refused.json())).toEqual({
    code: 'throttled',
    message: "The add-in's server is already answering 2 queries for you, the most for one person.",
    advice: 'Refresh when some of them have finished.',
  });
  const others = get(world, nora, small);
  (await nth(2)).resolve(emptyAnswer);
  expect((await others).status).toBe(200);
  one.resolve(emptyAnswer);
  two.resolve(emptyAnswer);
  expect((await (await first).text()).includes('"result"')).toBe(true);
  expect((await answered).sort()).toEqual(['second: result', 'third: throttled']);
  const other = new URLSearchParams([...small, ['locale', 'de-DE']]);
  const again = get(world, ada, other);
  (await nth(3)).resolve(emptyAnswer);
  expect((await again).status).toBe(200);
});
