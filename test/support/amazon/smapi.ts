import {
  type Call,
  createSmapi,
  type MetricsRequest,
  type Smapi,
  type SmapiDeps,
} from '../../../src/amazon/smapi/client';
import { type Failure, FailureError } from '../../../src/core/domain/failure';
import { type Received, type Reply, serveInTurn } from './server';

export const start = Date.UTC(2026, 10, 1);

export const metricsRequest: MetricsRequest = {
  skillId: 'amzn1.ask.skill.001',
  metric: 'uniqueCustomers',
  startTime: Date.UTC(2018, 10, 1, 10, 45),
  endTime: Date.UTC(2018, 10, 2, 10, 45),
  period: 'SINGLE',
  stage: 'live',
  skillType: 'custom',
};

export interface World {
  readonly smapi: Smapi;
  readonly call: Call;
  readonly received: readonly Received[];
  /** What happened, in order. */
  readonly events: string[];
  readonly abort: AbortController;
}

/** A client whose clock moves when it sleeps and not else, and whose dice always show one half. */
export const clientOf = (
  endpoint: string,
  settings: Partial<SmapiDeps> = {},
  received: Received[] = [],
  secondsLeft = 60,
): World => {
  const events: string[] = [];
  const abort = new AbortController();
  let time = start;
  const smapi = createSmapi({
    endpoint,
    musicSkillType: 'music',
    now: () => time,
    random: () => 0.5,
    sleep: (ms) => {
      events.push(`sleep ${ms}`);
      time += ms;
      return Promise.resolve();
    },
    onAnswer: (status, retryAfterMs) =>
      events.push(retryAfterMs === undefined ? `${status}` : `${status} retry after ${retryAfterMs}`),
    ...settings,
  });
  const call: Call = {
    accountId: 'amzn1.account.ada',
    tokens: {
      accessToken: () => {
        events.push('token');
        return Promise.resolve('Atza|first');
      },
      renew: (refused) => {
        events.push(`renew ${refused}`);
        return Promise.resolve('Atza|second');
      },
    },
    signal: abort.signal,
    deadline: start + secondsLeft * 1000,
    onRequest: (requestId) => events.push(`request ${requestId ?? '-'}`),
  };
  return { smapi, call, received, events, abort };
};

/** A client of a server that gives these answers in turn. */
export const against = async (
  replies: readonly Reply[],
  settings: Partial<SmapiDeps> = {},
  secondsLeft?: number,
): Promise<World> => {
  const { url, received } = await serveInTurn(...replies);
  return clientOf(url, settings, received, secondsLeft);
};

/** The failure that a promise rejects with; anything else it does fails the test. */
export const failureFrom = async (promise: Promise<unknown>): Promise<Failure> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
};
