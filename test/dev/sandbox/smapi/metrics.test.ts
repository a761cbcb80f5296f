import { describe, expect, it } from 'vitest';
import { dailyTriviaId, skills } from '../../../../src/dev/sandbox/data/skill-list';
import type { RunningSandbox } from '../../../../src/dev/sandbox/serve';
import { get, metricsPath, noon, start } from '../../../support/sandbox/client';

const now = (): number => noon;

interface Page {
  readonly metric: string;
  readonly timestamps: readonly string[];
  readonly values: readonly number[];
  readonly nextToken?: string;
}

const pageOf = async (
  sandbox: RunningSandbox,
  changed: Record<string, string | undefined>,
  skillId = dailyTriviaId,
) => {
  const { status, body } = await get(sandbox, metricsPath(changed, skillId));
  expect([status, body]).toEqual([200, expect.anything()]);
  return body as Page;
};

const walk = async (sandbox: RunningSandbox, changed: Record<string, string | undefined>, skillId?: string) => {
  const pages = [await pageOf(sandbox, changed, skillId)];
  for (let token = pages[0]?.nextToken; token !== undefined; token = pages.at(-1)?.nextToken)
    pages.push(await pageOf(sandbox, { ...changed, nextToken: token }, skillId));
  return pages;
};

const points = (pages: readonly Page[]): readonly { time: number; value: number }[] =>
  pages.flatMap(({ timestamps, values }) =>
    timestamps.map((time, at) => ({ time: Date.parse(time), value: values[at] ?? NaN })),
  );

const truth = (sandbox: RunningSandbox, period: 'PT15M' | 'PT1H' | 'P1D', skillId = dailyTriviaId) =>
  sandbox.truth({
    skillId,
    metric: 'totalSessions',
    period,
    startTime: Date.parse('2026-11-01T00:00:00Z'),
    endTime: Date.parse('2026-11-08T00:00:00Z'),
  });

describe('queries for metrics', () => {
  it.each([
    [{ startTime: undefined }, 'startTime', 'not be null'],
    [{ endTime: '' }, 'endTime', 'not be null'],
    [{ startTime: '2026-11-01' }, 'startTime', 'be an ISO 8601 date-time'],
    [{ startTime: '2026-13-01T00:00:00Z' }, 'startTime', 'be an ISO 8601 date-time'],
    [{ period: undefined }, 'period', 'not be null'],
    [{ period: 'PT5M' }, 'period', 'satisfy enum value set: [SINGLE, PT15M, PT1H, P1D]'],
    [{ metric: 'sessions' }, 'metric', 'satisfy enum value set'],
    [{ metric: 'playQueuesCount' }, 'metric', "be a metric of the skillType 'custom'"],
    [{ skillType: 'music' }, 'metric', "be a metric of the skillType 'music'"],
    [{ skillType: 'video' }, 'skillType', 'satisfy enum value set'],
    [{ stage: 'certified' }, 'stage', 'satisfy enum value set: [live, development]'],
    [{ locale: 'english' }, 'locale', 'satisfy regular expression pattern'],
    [{ maxResults: '0' }, 'maxResults', 'have value greater than or equal to 1'],
    [{ maxResults: '1.5' }, 'maxResults', 'have value greater than or equal to 1'],
    [{ maxResults: '100001' }, 'maxResults', 'have value less than or equal to 100000'],
    [{ endTime: '2026-11-08T00:00:01Z' }, 'endTime', 'be at most one week later than startTime'],
    [{ endTime: '2026-11-01T00:00:00Z' }, 'endTime', 'be later than startTime'],
    [{ nextToken: 'x'.repeat(2048) }, 'nextToken', 'have length less than or equal to 2047'],
    [{ nextToken: 'guess' }, 'nextToken', 'be a token that an earlier answer gave'],
  ])('with %o are refused', async (changed, parameter, must) => {
    const { status, body } = await get(await start({ now }), metricsPath(changed));
    const { violations } = body as { violations: { message: string }[] };
    expect(status).toBe(400);
    expect(violations).toHaveLength(1);
    expect(violations[0]?.message).toContain(`at '${parameter}' failed to satisfy constraint: Member must ${must}`);
  });

  it('are refused with everything that is wrong, in the form seen live too', async () => {
    const sandbox = await start({ settings: { errorForm: 'live' } });
    const { status, body } = await get(sandbox, metricsPath({ period: undefined, stage: 'beta' }));
    expect(status).toBe(400);
    expect(body).toEqual({
      message:
        "2 validation errors detected: Value null at 'period' failed to satisfy constraint: Member must not be null; " +
        "Value 'beta' at 'stage' failed to satisfy constraint: Member must satisfy enum value set: [live, development]",
    });
  });

  it('may be exactly a week long, and name an offset', async () => {
    const changed = { startTime: '2026-11-01T01:00:00+01:00', endTime: '2026-11-08T00:00:00Z' };
    expect((await pageOf(await start({ now }), changed)).timestamps).toHaveLength(7);
  });

  it('that Amazon’s page shows as a sample are answered', async () => {
    const page = await pageOf(await start({ now }), {
      startTime: '2018-11-01T10:45:00Z',
      endTime: '2018-11-02T10:45:00Z',
      period: 'SINGLE',
      metric: 'uniqueCustomers',
      locale: 'en-US',
      maxResults: '3',
    });
    expect(page).toEqual({ metric: 'uniqueCustomers', timestamps: ['2018-11-01T10:45:00Z'], values: [0] });
  });

  it('begin with the UTC midnight before startTime', async () => {
    const page = await pageOf(await start({ now }), {
      startTime: '2026-10-07T10:45:00Z',
      endTime: '2026-10-14T10:45:00Z',
    });
    expect([page.timestamps[0], page.timestamps.length]).toEqual(['2026-10-07T00:00:00Z', 8]);
  });

  it('under a type that the skill does not have get no points', async () => {
    const sandbox = await start({ now });
    const smartHome = skills.find(({ api }) => api === 'smartHome')?.id;
    expect((await pageOf(sandbox, {}, smartHome)).timestamps).toEqual([]);
  });

  it('for every type of skill get its metrics', async () => {
    const sandbox = await start({ now });
    for (const [api, metric] of [
      ['smartHome', 'totalUtterances'],
      ['flashBriefing', 'totalSessions'],
      ['music', 'averagePlayQueueLength'],
    ] as const) {
      const id = skills.find((skill) => skill.api === api && skill.stages.includes('live'))?.id;
      const { values } = await pageOf(sandbox, { skillType: api, metric }, id);
      expect(values.every((value) => value > 0) && values.length === 7).toBe(true);
    }
  });
});

describe('pages', () => {
  it.each([1, 7, 50])('of %i joined are the whole', async (size) => {
    const sandbox = await start({ now });
    const pages = await walk(sandbox, { period: 'PT1H', maxResults: String(size) });
    expect(pages.map(({ values }) => values.length)).toEqual([
      ...Array<number>(Math.ceil(168 / size) - 1).fill(size),
      168 - size * (Math.ceil(168 / size) - 1),
    ]);
    expect(points(pages)).toEqual(truth(sandbox, 'PT1H'));
  });

  it('are capped at 50, whatever was asked', async () => {
    const pages = await walk(await start({ now }), { period: 'PT15M', maxResults: '100000' });
    expect(pages.map(({ values }) => values.length)).toEqual([...Array<number>(13).fill(50), 22]);
  });

  it('are as large as the settings allow', async () => {
    const sandbox = await start({ now, settings: { pageCap: 100_000 } });
    expect(await walk(sandbox, { period: 'PT15M' })).toHaveLength(1);
  });

  it('refuse a maxResults above the cap where the settings say so', async () => {
    const sandbox = await start({ now, settings: { oversize: 'reject' } });
    expect((await get(sandbox, metricsPath({ maxResults: '51' }))).status).toBe(400);
    expect((await get(sandbox, metricsPath({ maxResults: '50' }))).status).toBe(200);
  });

  it('follow a token within 24 hours, and not for another query', async () => {
    let time = noon;
    const sandbox = await start({ now: () => time });
    const first = { maxResults: '3' };
    const { nextToken } = await pageOf(sandbox, first);
    const status = async (changed: Record<string, string | undefined>) =>
      (await get(sandbox, metricsPath({ ...first, nextToken, ...changed }))).status;
    expect(await status({ metric: 'totalUtterances' })).toBe(400);
    expect(await status({ maxResults: '5' })).toBe(200);
    time = noon + 86_399_999;
    expect(await status({})).toBe(200);
    time = noon + 86_400_000;
    expect(await status({})).toBe(400);
  });
});

describe('other readings of Amazon’s documentation', () => {
  it('leave out buckets in which nothing happened', async () => {
    const sandbox = await start({ now, settings: { zeros: 'omitted' } });
    const pages = await walk(sandbox, { period: 'PT15M', stage: 'development', maxResults: '50' });
    const all = sandbox.truth({
      skillId: dailyTriviaId,
      metric: 'totalSessions',
      period: 'PT15M',
      stage: 'development',
      startTime: Date.parse('2026-11-01T00:00:00Z'),
      endTime: Date.parse('2026-11-08T00:00:00Z'),
    });
    expect(points(pages)).toEqual(all.filter(({ value }) => value !== 0));
    expect(points(pages).length).toBeLessThan(all.length);
  });

  it.each(['descending', 'shuffled'] as const)('tell points in %s order', async (order) => {
    const sandbox = await start({ now, settings: { order } });
    const told = points(await walk(sandbox, { period: 'PT1H' }));
    const whole = truth(sandbox, 'PT1H');
    expect(told).not.toEqual(whole);
    expect(told.toSorted((a, b) => a.time - b.time)).toEqual(whole);
    if (order === 'descending') expect(told).toEqual(whole.toReversed());
  });

  it('take endTime as inclusive', async () => {
    const sandbox = await start({ now, settings: { endTime: 'inclusive' } });
    const { timestamps } = await pageOf(sandbox, {});
    expect([timestamps.length, timestamps.at(-1)]).toEqual([8, '2026-11-08T00:00:00Z']);
  });

  it('end where the settings cut the data off', async () => {
    const sandbox = await start({ now, settings: { cutOff: Date.parse('2026-11-03T06:00:00Z') } });
    expect((await pageOf(sandbox, {})).timestamps.at(-1)).toBe('2026-11-03T00:00:00Z');
    expect(points([await pageOf(sandbox, {})])).toEqual(truth(sandbox, 'P1D'));
  });
});
