/** Queries put to an engine whose Amazon, store and clock are the test's. */
import type { Smapi } from '../../../src/amazon/smapi/client';
import type { Answer, Query, Series } from '../../../src/core/query/query';
import { EventLoop } from '../../../src/relay/lib/event-loop';
import { createEngine, type Engine, type EngineDeps } from '../../../src/relay/queries/engine';
import type { QueryRequest } from '../../../src/relay/queries/fetching/query-run';
import { MemoryStore } from '../../../src/relay/store/memory';
import { query } from '../core/queries';
import { pointsOf } from './fakes/fake-amazon';

export const dayMs = 86_400_000;
export const at = (iso: string): number => Date.parse(iso);
/** Long after everything that the tests ask, so that all of it is settled. */
export const later = at('2027-06-01T00:00:00Z');

export const tokens = { accessToken: () => Promise.resolve('Atza|test'), renew: () => Promise.resolve('Atza|new') };

export const engineOf = (smapi: Smapi, more: Partial<EngineDeps> = {}): Engine => {
  const now = more.now ?? (() => later);
  const patience = { quietMs: 0, burstMs: 0, longestMs: 0 };
  // However slow the machine is, no work is put off.
  const loop = new EventLoop(() => 0);
  return createEngine({
    smapi,
    store: new MemoryStore(now),
    now,
    deadlineMs: 60_000,
    batchWindow: patience,
    loop,
    ...more,
  });
};

/** Sessions of August 2026 by day, with the fields that a test is about. */
export const august = (more: Partial<Query> = {}): Query =>
  query({
    metrics: ['totalSessions'],
    period: 'P1D',
    startTime: at('2026-08-01T00:00:00Z'),
    endTime: at('2026-09-01T00:00:00Z'),
    ...more,
  });

export const asked = (of: Query, more: Partial<QueryRequest> = {}): QueryRequest => ({
  query: of,
  accountId: 'amzn1.account.A',
  tokens,
  signal: new AbortController().signal,
  ...more,
});

export const ask = (engine: Engine, of: Query, more: Partial<QueryRequest> = {}): Promise<Answer> =>
  engine.answer(asked(of, more));

/** The series of totalSessions that any right way of asking ends with. */
export const expectedSeries = (of: Query, has?: (timestamp: number) => boolean): Series => {
  const points = pointsOf(of, has);
  return {
    metric: 'totalSessions',
    timestamps: points.map(({ timestamp }) => timestamp),
    values: points.map(({ value }) => value),
  };
};
