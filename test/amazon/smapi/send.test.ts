import { describe, expect, it } from 'vitest';
import { RetryBudget } from '../../../src/amazon/http/retry';
import type { Gate } from '../../../src/amazon/smapi/client';
import { type Failure, FailureError } from '../../../src/core/domain/failure';
import { serve } from '../../support/amazon/server';
import { against, clientOf, failureFrom, metricsRequest, start } from '../../support/amazon/smapi';

const page = { body: { metric: 'uniqueCustomers', timestamps: [], values: [] } };
const throttled = { status: 429, headers: { 'retry-after': '5' } };
const tooMany = { status: 429 };
const vendors = { body: { vendors: [] } };

describe('the order of events', () => {
  it('of a request that succeeds', async () => {
    const { smapi, call, events } = await against([{ ...page, headers: { 'x-amzn-requestid': 'r-1' } }]);
    await smapi.metrics(metricsRequest, call);
    expect(events).toEqual(['token', '200', 'request r-1']);
  });

  it('of faults that pass: each is tried again after a longer wait', async () => {
    const { smapi, call, events } = await against([{ status: 503 }, 'reset', 'cut', tooMany, page]);
    await smapi.metrics(metricsRequest, call);
    expect(events).toEqual([
      ...['token', '503', 'request -', 'sleep 250'],
      ...['request -', 'sleep 500'],
      ...['request -', 'sleep 1000'],
      ...['429', 'request -', 'sleep 2000'],
      ...['200', 'request -'],
    ]);
  });

  it('of throttling with Retry-After: it waits as long as Amazon asks, and a little longer', async () => {
    const { smapi, call, events } = await against([throttled, page]);
    await smapi.metrics(metricsRequest, call);
    expect(events).toEqual(['token', '429 retry after 5000', 'request -', 'sleep 5250', '200', 'request -']);
  });

  it('of a 401: the token is renewed once and the request repeated at once', async () => {
    const { smapi, call, events, received } = await against([{ status: 401 }, page]);
    await smapi.metrics(metricsRequest, call);
    expect(events).toEqual(['token', '401', 'request -', 'renew Atza|first', '200', 'request -']);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer Atza|first', 'Bearer Atza|second']);
  });

  it('of two 401s with a fault between them: there is no second renewal, and the token is tried elsewhere', async () => {
    const { smapi, call, events, received } = await against([
      { status: 401 },
      { status: 500 },
      { status: 401 },
      vendors,
    ]);
    expect((await failureFrom(smapi.metrics(metricsRequest, call))).code).toBe('forbidden');
    expect(events).toEqual([
      ...['token', '401', 'request -', 'renew Atza|first'],
      ...['500', 'request -', 'sleep 250'],
      ...['401', 'request -'],
      '200',
    ]);
    expect(received.at(-1)).toMatchObject({ path: '/v1/vendors', headers: { authorization: 'Bearer Atza|second' } });
  });

  it.each([400, 403, 404, 409, 418])('of a %i: it is final', async (status) => {
    const { smapi, call, events } = await against([{ status }]);
    await failureFrom(smapi.metrics(metricsRequest, call));
    expect(events).toEqual(['token', String(status), 'request -']);
  });

  it('of an outage: tries as long as the budget lasts, then the last cause', async () => {
    const outage = ['reset', { status: 500 }, { status: 502 }, 'reset', { status: 504 }] as const;
    const { smapi, call, received } = await against(outage);
    // The tries after the first cost 1 + 2 + 3 + 4.
    const retries = new RetryBudget({ free: 10 });
    expect((await failureFrom(smapi.metrics(metricsRequest, { ...call, retries }))).message).toContain('504');
    expect(received).toHaveLength(5);
  });

  it.each([
    ['a body that is cut off', { body: '{"metric":"uniqueCusto' }],
    ['a web page with status 200', { body: '<!doctype html><p>Gateway' }],
    ['no body', { body: '' }],
  ])('of %s: it is asked again', async (_, reply) => {
    const { smapi, call, events } = await against([reply, page]);
    await smapi.metrics(metricsRequest, call);
    expect(events).toEqual(['token', '200', 'request -', 'sleep 250', '200', 'request -']);
  });

  it('of JSON that is invalid: it is final, for it would come again', async () => {
    const { smapi, call, received } = await against([{ body: { metric: 'uniqueCustomers' } }, page]);
    expect((await failureFrom(smapi.metrics(metricsRequest, call))).code).toBe('bad_answer');
    expect(received).toHaveLength(1);
  });

  it('of a time-out: it is tried again', async () => {
    const { smapi, call, events } = await against(['hang', page], { requestTimeoutMs: 1_000 });
    await smapi.metrics(metricsRequest, call);
    expect(events).toEqual(['token', 'request -', 'sleep 250', '200', 'request -']);
  });
});

describe('the deadline', () => {
  it('ends at once, with the last cause, what it leaves no time to try again', async () => {
    const { smapi, call, events } = await against([throttled], {}, 5);
    expect((await failureFrom(smapi.metrics(metricsRequest, call))).code).toBe('throttled');
    expect(events).toEqual(['token', '429 retry after 5000', 'request -']);
  });

  it('sends nothing once it has passed', async () => {
    const { smapi, call, events } = await against([page], {}, 0);
    expect((await failureFrom(smapi.metrics(metricsRequest, call))).code).toBe('deadline_exceeded');
    expect(events).toEqual([]);
  });

  it('ends a request under way', async () => {
    const { smapi, call } = await against(['hang'], {}, 0.05);
    expect((await failureFrom(smapi.metrics(metricsRequest, call))).code).toBe('deadline_exceeded');
  });
});

describe('cancelling', () => {
  it('ends a request under way, and aborts its fetch', async () => {
    const abort = new AbortController();
    const { url, received } = await serve(() => {
      abort.abort();
      return 'hang';
    });
    let signal: AbortSignal | null | undefined;
    const { smapi, call } = clientOf(url, {
      fetch: (input, init) => {
        signal = init?.signal;
        return fetch(input, init);
      },
    });
    expect((await failureFrom(smapi.vendors({ ...call, signal: abort.signal }))).code).toBe('cancelled');
    expect(received).toHaveLength(1);
    expect(signal?.aborted).toBe(true);
  });

  it('ends a wait', async () => {
    const { smapi, call, abort, received } = await against([tooMany], {
      sleep: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('woken')));
          abort.abort();
        }),
    });
    expect((await failureFrom(smapi.vendors(call))).code).toBe('cancelled');
    expect(received).toHaveLength(1);
  });

  it('ends it before it begins', async () => {
    const { smapi, call, abort, events } = await against([page]);
    abort.abort();
    expect((await failureFrom(smapi.vendors(call))).code).toBe('cancelled');
    expect(events).toEqual([]);
  });
});

describe('the gate', () => {
  it('lets every request through one by one, tries again included', async () => {
    const passed: string[] = [];
    const gate: Gate = async (run) => {
      passed.push('in');
      try {
        return await run();
      } finally {
        passed.push('out');
      }
    };
    const { smapi, call } = await against([{ status: 500 }, { status: 401 }, page], { gate });
    await smapi.metrics(metricsRequest, call);
    expect(passed).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
  });

  it('gets the account, the deadline and the outcome of each request', async () => {
    const told: unknown[] = [];
    const gate: Gate = async (run, { accountId, path, deadline }) => {
      const ended = await run();
      const { outcome } = ended;
      told.push([
        accountId,
        path,
        deadline,
        'failure' in outcome ? [outcome.failure.code, outcome.retryAfterMs] : 'well',
      ]);
      return ended;
    };
    const busy = { status: 429, headers: { 'retry-after': '2' } };
    const { smapi, call } = await against([{ status: 500 }, busy, page], { gate });
    await smapi.metrics(metricsRequest, call);
    const who = ['amzn1.account.ada', `v1/skills/${metricsRequest.skillId}/metrics`, call.deadline];
    expect(told).toEqual([
      [...who, ['unavailable', undefined]],
      [...who, ['throttled', 2_000]],
      [...who, 'well'],
    ]);
  });

  it('that refuses is not asked again', async () => {
    const closed: Failure = { code: 'unavailable', message: 'Amazon keeps failing.', advice: 'Wait.' };
    let asked = 0;
    const gate: Gate = () => {
      asked += 1;
      return Promise.reject(new FailureError(closed));
    };
    const { smapi, call, received } = await against([page], { gate });
    expect(await failureFrom(smapi.metrics(metricsRequest, call))).toEqual(closed);
    expect(asked).toBe(1);
    expect(received).toEqual([]);
  });

  it('that never opens is left at the deadline', async () => {
    const { smapi, call, received } = await against([page], { gate: () => new Promise(() => undefined) }, 0.05);
    expect((await failureFrom(smapi.metrics(metricsRequest, call))).code).toBe('deadline_exceeded');
    expect(received).toEqual([]);
  });

  it('that opens after cancelling sends nothing', async () => {
    let opened: Promise<unknown> = Promise.resolve();
    const { smapi, call, abort, received, events } = await against([page], {
      gate: (run) => {
        abort.abort();
        const late = run();
        opened = late.catch(() => undefined);
        return late;
      },
    });
    await failureFrom(smapi.metrics(metricsRequest, call));
    await opened;
    expect(received).toEqual([]);
    expect(events).toEqual(['token']);
  });
});

describe('the grant', () => {
  const lapsed: Failure = { code: 'sign_in_required', message: 'Lapsed.', advice: 'Sign in again.' };

  it("reports its own failure instead of Amazon's", async () => {
    const { smapi, call } = await against([{ status: 401 }]);
    const tokens = { ...call.tokens, renew: () => Promise.reject(new FailureError(lapsed)) };
    expect(await failureFrom(smapi.vendors({ ...call, tokens }))).toEqual(lapsed);
  });

  it('is not asked again by us where it fails: it knows best when to', async () => {
    const { smapi, call, events } = await against([page]);
    const away: Failure = { code: 'unavailable', message: 'Away.', advice: 'Wait.' };
    const tokens = { ...call.tokens, accessToken: () => Promise.reject(new FailureError(away)) };
    expect(await failureFrom(smapi.vendors({ ...call, tokens }))).toEqual(away);
    expect(events).toEqual([]);
  });

  it('that returns a damaged token is named without showing it', async () => {
    const { smapi, call, received } = await against([page]);
    const tokens = { ...call.tokens, accessToken: () => Promise.resolve('Atza|se\ncret') };
    const error = await smapi.vendors({ ...call, tokens }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FailureError);
    expect(JSON.stringify(error) + String(error)).not.toContain('cret');
    expect(received).toEqual([]);
  });
});

describe('redirects', () => {
  it('are not followed, so that no token travels elsewhere', async () => {
    const elsewhere = await serve(() => page);
    const { smapi, call } = await against([{ status: 302, headers: { location: elsewhere.url } }]);
    expect((await failureFrom(smapi.vendors(call))).code).toBe('bad_answer');
    expect(elsewhere.received).toEqual([]);
  });
});

it('an HTTP date in Retry-After is counted from the clock given', async () => {
  const { smapi, call, events } = await against([
    { status: 503, headers: { 'retry-after': new Date(start + 3000).toUTCString() } },
    { body: { vendors: [] } },
  ]);
  await smapi.vendors(call);
  expect(events).toContain('sleep 3250');
});
