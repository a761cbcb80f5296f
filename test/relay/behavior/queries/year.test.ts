import { describe, expect, it } from 'vitest';
import { createSmapi } from '../../../../src/amazon/smapi/client';
import { defaultOptions } from '../../../../src/core/formula/options';
import type { Progress } from '../../../../src/core/query/query';
import { toTable } from '../../../support/core/to-table';
import { ask, at, august, engineOf, expectedSeries, later } from '../../../support/relay/asking';
import { pointsOf } from '../../../support/relay/fakes/fake-amazon';

/** Lets so many run at once, the others in turn. */
const gateOf = (places: number) => {
  let free = places;
  const waiting: (() => void)[] = [];
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

/** Amazon behind `fetch`: refuses pages of more than 50 points with the words of its published model. */
const amazonOf50 = () => {
  const seen = { requests: 0, refused: 0, running: 0, most: 0 };
  const answer = (params: URLSearchParams): Response => {
    const maxResults = Number(params.get('maxResults'));
    if (maxResults > 50) {
      seen.refused += 1;
      const message = `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50`;
      return Response.json({ message }, { status: 400 });
    }
    const range = { startTime: at(params.get('startTime') ?? ''), endTime: at(params.get('endTime') ?? '') };
    const points = pointsOf({ ...range, period: 'PT15M' });
    const from = Number(params.get('nextToken') ?? 0);
    const page = points.slice(from, from + maxResults);
    return Response.json({
      metric: params.get('metric'),
      timestamps: page.map(({ timestamp }) => new Date(timestamp).toISOString()),
      values: page.map(({ value }) => value),
      ...(from + maxResults < points.length ? { nextToken: String(from + maxResults) } : {}),
    });
  };
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    seen.requests += 1;
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise(setImmediate);
    seen.running -= 1;
    return answer(new URL(input instanceof Request ? input.url : input).searchParams);
  };
  return { seen, fetch };
};

describe('a year of quarter hours at 50 a page', () => {
  it('is 35,040 rows in hardly more than 701 requests, never more at once than the gate lets through', async () => {
    const amazon = amazonOf50();
    const smapi = createSmapi({
      endpoint: 'https://api.amazonalexa.example',
      musicSkillType: 'music',
      fetch: amazon.fetch,
      now: () => later,
      gate: gateOf(16),
    });
    const year = august({
      period: 'PT15M',
      startTime: at('2025-05-01T00:00:00Z'),
      endTime: at('2026-05-01T00:00:00Z'),
    });
    const told: Progress[] = [];
    const answer = await ask(engineOf(smapi), year, { onProgress: (progress) => told.push(progress) });

    expect(answer.series).toEqual([expectedSeries(year)]);
    expect(
      toTable(year, answer, { ...defaultOptions, headers: 1, columns: [{ metric: 'totalSessions' }] }),
    ).toHaveLength(35_041);
    // 701 pages cannot be fewer; one is refused for its size, and the page that shows the cap cuts its week anew.
    expect(amazon.seen.refused).toBe(1);
    expect(amazon.seen.requests).toBeGreaterThanOrEqual(702);
    expect(amazon.seen.requests).toBeLessThanOrEqual(704);
    expect(answer.requests).toBe(amazon.seen.requests);
    expect(amazon.seen.most).toBe(16);
    expect(told.at(-1)).toMatchObject({ windowsDone: answer.pages, windowsPlanned: answer.pages, points: 35_040 });
  });
});
