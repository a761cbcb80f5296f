/** Whatever Amazon does: right numbers, or one clear failure. Through the whole relay, over real sockets, in real time. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../../../src/core/protocol/stream';
import type { Period } from '../../../../../src/dev/sandbox/data/metrics';
import { type FaultKey, faults } from '../../../../../src/dev/sandbox/faults/faults';
import { runningClock } from '../../../../support/relay/fakes/running-clock';
import {
  authorized,
  query,
  signIn,
  skillId,
  startWorld,
  type World,
  type WorldOptions,
} from '../../../../support/relay/world';

const startTime = '2026-09-01T00:00:00Z';
const endTime = '2026-09-08T00:00:00Z';

const startRunning = (sandboxSettings: WorldOptions['sandboxSettings'] = {}): Promise<World> =>
  startWorld({ clock: runningClock(), env: { QUERY_DEADLINE_S: '40' }, sandboxSettings });

/** `right`, `empty` or `wrong`, or the failure's code. */
const outcomeOf = async (
  world: World,
  session: string,
  skillId: string,
  period: Period,
  asked = { startTime, endTime },
): Promise<string> => {
  const params = query({ skillId, ...asked, period });
  const answer = await fetch(`${world.url}/api/metrics?${params}`, authorized(session));
  const last = parseLine((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
  if (last.kind === 'failure') return last.code;
  if (last.kind === 'progress') return 'no end';
  const { timestamps = [], values = [] } = last.series[0] ?? {};
  const range = { startTime: Date.parse(asked.startTime), endTime: Date.parse(asked.endTime) };
  const truth = world.sandbox.truth({ skillId, metric: 'totalSessions', period, ...range });
  const isRight =
    timestamps.length === truth.length &&
    truth.every(({ time, value }, index) => timestamps[index] === time && values[index] === value);
  if (isRight) return 'right';
  return timestamps.length === 0 ? 'empty' : 'wrong';
};

/** All queries at once, so that no fault may spoil another answer. */
const outcomesOf = async (
  keys: readonly string[],
  period: Period,
  sandboxSettings?: WorldOptions['sandboxSettings'],
): Promise<Record<string, string>> => {
  const world = await startRunning(sandboxSettings);
  const session = await signIn(world);
  const chosen = faults.filter(({ key }) => keys.includes(key));
  return Object.fromEntries(
    await Promise.all(chosen.map(async ({ key, id }) => [key, await outcomeOf(world, session, id, period)] as const)),
  );
};

const expected: Readonly<Record<Exclude<FaultKey, 'status-429' | 'throttled-twice'>, string>> = {
  'status-400': 'rejected',
  'status-401': 'forbidden',
  'status-403': 'forbidden',
  'status-404': 'not_found',
  'status-500': 'unavailable',
  'status-502': 'unavailable',
  'status-503': 'unavailable',
  'html-503': 'unavailable',
  'html-200': 'bad_answer',
  reset: 'unavailable',
  hang: 'deadline_exceeded',
  'cut-json': 'bad_answer',
  'cut-transfer': 'unavailable',
  'long-body': 'bad_answer',
  unequal: 'bad_answer',
  strings: 'bad_answer',
  nulls: 'bad_answer',
  nan: 'bad_answer',
  'bad-times': 'bad_answer',
  'far-times': 'bad_answer',
  'other-metric': 'bad_answer',
  // Nothing says that there must be points.
  'no-points': 'empty',
  // These three break the way from page to page, which is not taken where the range can be cut instead.
  'same-token': 'right',
  'dead-token': 'right',
  'second-page': 'right',
  endless: 'bad_answer',
  'empty-pages': 'right',
  'blank-token': 'right',
  'small-pages': 'right',
  duplicates: 'right',
  conflicts: 'bad_answer',
  disorder: 'right',
  'fails-once': 'right',
  'expires-once': 'right',
  slow: 'right',
};

describe('every fault of Amazon’s', { timeout: 150_000 }, () => {
  it('ends in right numbers or one clear failure, and harms no other query', async () => {
    expect(await outcomesOf(Object.keys(expected), 'P1D')).toEqual(expected);
  });

  it('of data does so where a week has hundreds of points and many pages', async () => {
    const keys = Object.keys(expected).slice(Object.keys(expected).indexOf('unequal'), -3);
    const ofData = Object.entries(expected).filter(([key]) => keys.includes(key));
    expect(await outcomesOf(keys, 'PT15M')).toEqual(Object.fromEntries(ofData));
  });

  it('of the way from page to page does so where a week in disorder leaves no other way', async () => {
    const ends = {
      'same-token': 'bad_answer',
      'dead-token': 'rejected',
      'second-page': 'unavailable',
      endless: 'bad_answer',
      'empty-pages': 'right',
      'blank-token': 'right',
    };
    expect(await outcomesOf(Object.keys(ends), 'P1D', { pageCap: 3, order: 'shuffled' })).toEqual(ends);
  });

  // Throttling concerns the whole client ID: whoever else asks meanwhile has to wait.
  it.each([
    ['status-429', 'throttled'],
    ['throttled-twice', 'right'],
  ])('%s ends as %s', async (key, outcome) => {
    expect(await outcomesOf([key], 'P1D')).toEqual({ [key]: outcome });
  });

  it('that strikes a quarter of all answers by chance fails no query', async () => {
    const world = await startWorld({ clock: runningClock(), sandboxSettings: { flaky: 25 } });
    const session = await signIn(world);
    const range = { startTime: '2026-05-01T00:00:00Z', endTime: '2026-08-04T00:00:00Z' };
    expect(await outcomeOf(world, session, skillId, 'PT15M', range)).toBe('right');
    // 9,120 points at 50 a page.
    expect(world.sandbox.requests.metricsOf().length).toBeGreaterThan(183);
  });
});
