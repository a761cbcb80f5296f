import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Failure, FailureError, failureOf } from '../../../src/core/domain/failure';
import type { Line } from '../../../src/core/protocol/stream';
import { formatProblem } from '../../../src/core/protocol/write-stream';
import type { Progress } from '../../../src/core/query/query';
import { setTimer } from '../../../src/office/lib/async';
import { createRelayClient, type RelayClient } from '../../../src/office/relay/client';
import { batchIn, linesFor, stream } from '../../support/office/batch-server';
import { serve, type TestServer } from '../../support/office/http-server';
import { createManualClock, defer, type ManualClock, settle } from '../../support/office/manual-clock';
import { answer, query, skillId } from '../../support/office/queries-of';

let server: TestServer | undefined;
let bearer: string | undefined = 'bearer-1';
let ended: Failure[] = [];

afterEach(async () => {
  await server?.close();
  server = undefined;
  bearer = 'bearer-1';
  ended = [];
});

const client = async (
  reply: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  wait = setTimer,
): Promise<RelayClient> => {
  server = await serve(reply);
  return createRelayClient(
    { fetch, origin: server.origin },
    { bearer: () => Promise.resolve(bearer), ended: (failure) => ended.push(failure) },
    { wait },
  );
};

const failureFrom = async (promise: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FailureError);
  return failureOf(error);
};

const progress: Line = { kind: 'progress', windowsDone: 1, windowsPlanned: 2, pages: 3, points: 150 };
const result: Line = { kind: 'result', ...answer() };
const throttled: Failure = { code: 'throttled', message: 'Too much.', advice: 'Wait.', requestId: 'r-9' };

describe('asking for metrics', () => {
  it('sends the query and the bearer token, reports progress and returns the answer', async () => {
    const relay = await client((_, response, body) => stream(response, linesFor(body, [progress, result])));
    const heard: Progress[] = [];
    const got = await relay.ask(query({ locales: ['en-US', 'de-DE'] }), { onProgress: (one) => heard.push(one) });
    expect(got).toMatchObject(answer());
    expect(heard).toMatchObject([{ windowsDone: 1, points: 150 }]);
    const [request] = server?.requests ?? [];
    expect(request?.bearer).toBe('bearer-1');
    expect([request?.method, request?.url]).toEqual(['POST', '/api/questions']);
    const { questions } = batchIn(request?.body ?? '');
    expect(questions).toEqual([
      {
        id: questions[0]?.id,
        skillId,
        metric: 'totalSessions',
        startTime: '2026-08-01T00:00:00Z',
        endTime: '2026-08-04T00:00:00Z',
        period: 'P1D',
        stage: 'live',
        skillType: 'custom',
        locale: ['en-US', 'de-DE'],
      },
    ]);
  });

  it.each([
    ['tail', '1'],
    ['all', 'all'],
  ] as const)('asks for fresh data: %s', async (fresh, sent) => {
    const relay = await client((_, response, body) => stream(response, linesFor(body, [result])));
    await relay.ask(query(), { fresh, since: Date.parse('2026-11-26T01:00:00.250Z') });
    const [item] = batchIn(server?.requests[0]?.body ?? '').questions;
    expect(item).toMatchObject({ fresh: sent, since: '2026-11-26T01:00:00.250Z' });
  });

  it('reads an answer that arrives byte by byte', async () => {
    const relay = await client((_, response, body) => {
      response.writeHead(200);
      const bytes = Buffer.from(linesFor(body, [progress, result]).trimEnd());
      const send = (index: number): void => {
        if (index === bytes.length) response.end();
        else response.write(bytes.subarray(index, index + 1), () => send(index + 1));
      };
      send(0);
    });
    expect((await relay.ask(query(), {})).series[0]?.values).toEqual([10, 20, 30]);
  });

  it("rejects with the stream's failure, unchanged", async () => {
    const relay = await client((_, response, body) =>
      stream(response, linesFor(body, [{ kind: 'failure', ...throttled }])),
    );
    expect(await failureFrom(relay.ask(query(), {}))).toMatchObject(throttled);
  });

  it("rejects with a problem document's failure, unchanged", async () => {
    const relay = await client((_, response) => {
      response.writeHead(429, { 'Content-Type': 'application/problem+json' });
      response.end(formatProblem(throttled));
    });
    expect(await failureFrom(relay.ask(query(), {}))).toEqual(throttled);
  });

  it.each([
    [500, 'unavailable'],
    [503, 'unavailable'],
    [502, 'unavailable'],
    [429, 'throttled'],
    [404, 'internal'],
  ])('takes HTML of a proxy with HTTP %i for %s', async (status, code) => {
    const relay = await client((_, response) => {
      response.writeHead(status, { 'Content-Type': 'text/html' });
      response.end('<html><body>Bad gateway</body></html>');
    });
    expect((await failureFrom(relay.ask(query(), {}))).code).toBe(code);
  });

  it('takes the page of a network that wants a sign-in of its own for what it is', async () => {
    const relay = await client((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>Sign in to Wi-Fi</title>');
    });
    for (const failed of await Promise.all([relay.ask(query(), {}), relay.skills()].map(failureFrom))) {
      const { code, message, advice } = failed;
      expect([code, message]).toEqual([
        'unavailable',
        "A web page was returned instead of data from the add-in's server.",
      ]);
      expect(advice).toContain('network');
    }
    expect(ended).toEqual([]);
  });

  it('takes a line that it does not know for one of another version', async () => {
    const relay = await client((_, response) => stream(response, 'data: 1\n'));
    expect((await failureFrom(relay.ask(query(), {}))).code).toBe('internal');
  });

  it.each([
    ['after a progress line', [progress]],
    ['before anything', []],
  ])('fails where the stream ends %s', async (_, lines) => {
    const relay = await client((request, response, body) => stream(response, linesFor(body, lines)));
    expect((await failureFrom(relay.ask(query(), {}))).code).toBe('unavailable');
  });

  it('fails where the connection is cut in the middle of a line', async () => {
    const relay = await client((_, response, body) => {
      response.writeHead(200);
      response.write(linesFor(body, [result]).slice(0, 40), () => response.destroy());
    });
    expect((await failureFrom(relay.ask(query(), {}))).code).toBe('unavailable');
  });

  it.each([40, -2, 150])(
    'fails where a proxy ends the stream after %i characters of the answer, as if that were all',
    async (end) => {
      const relay = await client((_, response, body) => stream(response, linesFor(body, [result]).slice(0, end)));
      expect(await failureFrom(relay.ask(query(), {}))).toMatchObject({
        code: 'unavailable',
        message: 'The connection was lost before all the data arrived.',
      });
    },
  );

  it('reports that the relay has the query, and then each arrival, but once a second', async () => {
    const told: string[] = [];
    const clock = createManualClock();
    let goOn = (): unknown => undefined;
    const relay = await client((_, response, body) => {
      response.writeHead(200);
      const text = linesFor(body, [result]);
      response.write('\n');
      const parts = [text.slice(0, 40), text.slice(40, 60), text.slice(60)];
      goOn = () => response.write(parts.shift() ?? '', () => parts.length === 0 && response.end());
    }, clock.setTimer);
    const taken = defer<undefined>();
    const answered = relay.ask(query(), {
      onTaken: () => {
        told.push('taken');
        taken.resolve(undefined);
      },
      onArrival: () => told.push('alive'),
    });
    await clock.advance(4);
    await taken.promise;
    goOn();
    await vi.waitFor(() => expect(told).toContain('alive'));
    const before = told.length;
    goOn();
    await clock.advance(1_000);
    goOn();
    await answered;
    expect(told[0]).toBe('taken');
    expect(told.length - before).toBeLessThanOrEqual(2);
  });

  it('fails where an answer has no body', async () => {
    const relay = await client((_, response) => {
      response.writeHead(204);
      response.end();
    });
    expect((await failureFrom(relay.ask(query(), {}))).code).toBe('unavailable');
  });

  it('fails where no server answers', async () => {
    const relay = await client(() => undefined);
    await server?.close();
    expect(await failureFrom(relay.ask(query(), {}))).toMatchObject({
      code: 'unavailable',
      message: "The add-in's server can't be reached.",
    });
  });

  it('closes the request when it is cancelled, before and during the stream', async () => {
    for (const begun of [false, true]) {
      const gone = defer<undefined>();
      const heard = defer<undefined>();
      const relay = await client((_, response, body) => {
        response.on('close', () => gone.resolve(undefined));
        if (begun) response.write(linesFor(body, [progress]));
        else heard.resolve(undefined);
      });
      const controller = new AbortController();
      const asked = failureFrom(
        relay.ask(query(), { signal: controller.signal, onProgress: () => heard.resolve(undefined) }),
      );
      await heard.promise;
      controller.abort();
      expect((await asked).code).toBe('cancelled');
      await gone.promise;
      await server?.close();
    }
  });

  it('rejects with the reason of the cancellation', async () => {
    const relay = await client(() => undefined);
    const late: Failure = { code: 'deadline_exceeded', message: 'Late.', advice: 'Again.' };
    const signal = AbortSignal.abort(new FailureError(late));
    expect(await failureFrom(relay.ask(query(), { signal }))).toEqual(late);
  });
});

it('takes no answer out of the browser’s cache, and sends no cookie', async () => {
  const sent: (RequestInit | undefined)[] = [];
  const relay = createRelayClient(
    {
      fetch: (_, init) => {
        sent.push(init);
        return Promise.resolve(new Response(linesFor(typeof init?.body === 'string' ? init.body : '', [result])));
      },
      origin: 'https://relay.test',
    },
    { bearer: () => Promise.resolve('bearer-1'), ended: () => undefined },
  );
  await relay.ask(query(), {});
  expect(sent).toMatchObject([{ cache: 'no-store', credentials: 'omit' }]);
});

describe('the session of who asks', () => {
  const refuse = (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(401);
    response.end(formatProblem({ code: 'sign_in_required', message: 'Your session ended.', advice: 'Sign in.' }));
  };

  it('asks nothing when nobody is signed in', async () => {
    const relay = await client(refuse);
    bearer = undefined;
    expect((await failureFrom(relay.ask(query(), {}))).code).toBe('sign_in_required');
    expect(server?.requests).toEqual([]);
  });

  it('ends when the relay refuses the bearer', async () => {
    const relay = await client(refuse);
    expect((await failureFrom(relay.skills())).message).toBe('Your session ended.');
    expect(ended).toMatchObject([{ code: 'sign_in_required' }]);
  });

  it('goes on when only an older bearer was refused', async () => {
    const relay = await client((request, response) => {
      bearer = 'bearer-2';
      refuse(request, response);
    });
    await failureFrom(relay.ask(query(), {}));
    expect(ended).toEqual([]);
  });
});

describe('the lists for the pickers', () => {
  it('are read from their addresses', async () => {
    const lists = new Map([
      ['/api/skills', '{"skills":[]}'],
      [`/api/skills/${skillId}/locales?stage=live`, '{"locales":["en-US"]}'],
      [`/api/skills/${skillId}/intents?stage=live&locale=en-US`, '{"intents":["AMAZON.HelpIntent"]}'],
    ]);
    const relay = await client((request, response) => response.end(lists.get(request.url ?? '') ?? 'none'));
    expect(await relay.skills()).toEqual([]);
    expect(await relay.locales(skillId, 'live')).toEqual(['en-US']);
    expect(await relay.intents(skillId, 'live', 'en-US')).toEqual(['AMAZON.HelpIntent']);
  });

  it('fail clearly when they cannot be read', async () => {
    const relay = await client((_, response) => response.end('{"skills":"none"}'));
    expect((await failureFrom(relay.skills())).code).toBe('internal');
  });
});

describe('a relay that has had enough for the moment', () => {
  /** Throttles so many times, then answers. */
  const throttling = async (times: number, retryAfter: string) => {
    const clock = createManualClock();
    let left = times;
    server = await serve((_, response, body) => {
      if (left > 0) {
        left -= 1;
        response.writeHead(429, { 'Retry-After': retryAfter });
        response.end(formatProblem(throttled));
      } else stream(response, linesFor(body, [result]));
    });
    const access = { fetch, origin: server.origin, setTimer: clock.setTimer };
    const asker = { bearer: () => Promise.resolve('bearer-1'), ended: () => undefined };
    return { clock, relay: createRelayClient(access, asker) };
  };
  const waiting = async (clock: ManualClock): Promise<void> => {
    while (clock.pending() === 0) await settle();
  };

  it('is asked again when it says', async () => {
    const { clock, relay } = await throttling(2, '3');
    const asked = relay.ask(query(), {});
    for (let round = 1; round <= 2; round += 1) {
      await waiting(clock);
      await clock.advance(2_999);
      expect(server?.requests).toHaveLength(round);
      await clock.advance(3_001);
    }
    expect(await asked).toMatchObject(answer());
  });

  it.each([
    ['four waits', 9, '1', 5],
    ['a wait that is too long', 9, '86400', 1],
    ['a wait that nobody understands', 9, 'soon', 1],
  ])('is believed after %s', async (_, times, retryAfter, requests) => {
    const { clock, relay } = await throttling(times, retryAfter);
    const failed = failureFrom(relay.ask(query(), {}));
    for (let waits = 1; waits < requests; waits += 1) {
      await waiting(clock);
      await clock.advance(2_000);
    }
    expect(await failed).toEqual(throttled);
    expect(server?.requests).toHaveLength(requests);
  });

  it('is not asked again for a cell that has left', async () => {
    const { clock, relay } = await throttling(1, '3');
    const cell = new AbortController();
    const failed = failureFrom(relay.ask(query(), { signal: cell.signal }));
    await waiting(clock);
    cell.abort();
    await clock.advance(6_000);
    expect((await failed).code).toBe('cancelled');
    expect(server?.requests).toHaveLength(1);
  });
});

describe('many queries', () => {
  const lastBatch = (): ReturnType<typeof batchIn> => batchIn(server?.requests.at(-1)?.body ?? '');
  const paths = (): (string | undefined)[] => (server?.requests ?? []).map(({ url }) => url);

  it('that are asked within a moment go in one call', async () => {
    const relay = await client((_, response, body) =>
      stream(
        response,
        batchIn(body)
          .questions.map((_one, index) => linesFor(body, [result], index))
          .reverse()
          .join(''),
      ),
    );
    const answers = await Promise.all([relay.ask(query(), {}), relay.ask(query({ period: 'PT1H' }), {})]);
    expect(answers).toMatchObject([answer(), answer()]);
    expect(lastBatch().questions).toMatchObject([{ period: 'P1D' }, { period: 'PT1H' }]);
    expect(paths()).toEqual(['/api/questions']);
  });

  it('that are asked later join the stream that is open, and fail alone or together as it does', async () => {
    const responses: { response: ServerResponse; body: string }[] = [];
    const relay = await client((_, response, body) => {
      responses.push({ response, body });
      if (responses.length === 1) response.write('\n');
      else response.writeHead(202).end(JSON.stringify({ stream: batchIn(responses[0]?.body ?? '').stream }));
    });
    const asks: Promise<unknown>[] = [];
    for (const period of ['P1D', 'PT1H', 'PT15M'] as const) {
      const taken = defer<undefined>();
      const asked = relay.ask(query({ period }), { onTaken: () => taken.resolve(undefined) });
      asked.catch(() => undefined);
      asks.push(asked);
      await taken.promise;
    }
    const [host, second] = responses;
    expect(lastBatch().join).toEqual([batchIn(host?.body ?? '').stream]);
    host?.response.write(linesFor(second?.body ?? '', [{ kind: 'failure', ...throttled }]));
    expect(await failureFrom(asks[1] ?? Promise.resolve())).toMatchObject(throttled);
    host?.response.destroy();
    expect((await failureFrom(asks[0] ?? Promise.resolve())).code).toBe('unavailable');
    expect((await failureFrom(asks[2] ?? Promise.resolve())).code).toBe('unavailable');
  });

  it('go on when one is cancelled: the relay hears of that one only', async () => {
    const relay = await client((request, response) => {
      if (request.url === '/api/questions') response.write('\n');
      else response.writeHead(204).end();
    });
    const leaving = new AbortController();
    const staying = new AbortController();
    const [left, stayed] = [defer<undefined>(), defer<undefined>()];
    const one = failureFrom(relay.ask(query(), { signal: leaving.signal, onTaken: () => left.resolve(undefined) }));
    const other = failureFrom(
      relay.ask(query({ period: 'PT1H' }), { signal: staying.signal, onTaken: () => stayed.resolve(undefined) }),
    );
    await Promise.all([left.promise, stayed.promise]);
    const [first] = lastBatch().questions;
    leaving.abort();
    expect((await one).code).toBe('cancelled');
    await vi.waitFor(() => expect(paths()).toEqual(['/api/questions', '/api/questions/cancel']));
    expect(JSON.parse(server?.requests.at(-1)?.body ?? '')).toEqual({ ids: [first?.id] });
    staying.abort();
    expect((await other).code).toBe('cancelled');
  });

  it('do not wait for ever behind one call that is never answered', async () => {
    const relay = await client((_, response, body) => {
      if ((server?.requests.length ?? 0) > 1) stream(response, linesFor(body, [result]));
    });
    const leaving = new AbortController();
    const first = failureFrom(relay.ask(query(), { signal: leaving.signal }));
    await vi.waitFor(() => expect(server?.requests).toHaveLength(1));
    const second = relay.ask(query({ period: 'PT1H' }), {});
    leaving.abort();
    expect((await first).code).toBe('cancelled');
    expect(await second).toMatchObject(answer());
  });

  it('are read apart where one of them cannot be', async () => {
    const relay = await client((_, response, body) => {
      const [one] = batchIn(body).questions;
      stream(response, `{"id":"${one?.id ?? ''}","kind":"news"}\n${linesFor(body, [result], 1)}`);
    });
    const [one, other] = [failureFrom(relay.ask(query(), {})), relay.ask(query({ period: 'PT1H' }), {})];
    expect((await one).code).toBe('internal');
    expect(await other).toMatchObject(answer());
  });
});
