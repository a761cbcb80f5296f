import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf, FailureError, type Failure } from '../../src/core/failure';
import type { Progress } from '../../src/core/question';
import type { Line } from '../../src/core/wire';
import { formatLine, formatProblem } from '../../src/core/wire-text';
import { createRelayClient, type RelayClient } from '../../src/office/relay-client';
import { serve, type TestServer } from './http-server';
import { createManualClock, defer, settle, type ManualClock } from './manual-clock';
import { answer, question, skillId } from './questions-of';

let server: TestServer | undefined;
let bearer: string | undefined = 'bearer-1';
let ended: Failure[] = [];

afterEach(async () => {
  await server?.close();
  server = undefined;
  bearer = 'bearer-1';
  ended = [];
});

const client = async (reply: (request: IncomingMessage, response: ServerResponse) => void): Promise<RelayClient> => {
  server = await serve(reply);
  return createRelayClient(
    { fetch, origin: server.origin },
    { bearer: () => Promise.resolve(bearer), ended: (failure) => ended.push(failure) },
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

const stream = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.end(text);
};

describe('asking for metrics', () => {
  it('sends the question and the bearer, tells of progress and gives the answer', async () => {
    const relay = await client((_, response) => stream(response, `${formatLine(progress)}\n${formatLine(result)}\n`));
    const heard: Progress[] = [];
    const got = await relay.ask(question({ locales: ['en-US', 'de-DE'] }), { onProgress: (one) => heard.push(one) });
    expect(got).toMatchObject(answer());
    expect(heard).toMatchObject([{ windowsDone: 1, points: 150 }]);
    const [request] = server?.requests ?? [];
    expect(request?.bearer).toBe('bearer-1');
    const asked = new URL(request?.url ?? '', 'http://x');
    expect(asked.pathname).toBe('/api/metrics');
    expect(asked.searchParams.get('skillId')).toBe(skillId);
    expect(asked.searchParams.getAll('locale')).toEqual(['en-US', 'de-DE']);
    expect(asked.searchParams.has('fresh')).toBe(false);
  });

  it.each([
    ['tail', '1'],
    ['all', 'all'],
  ] as const)('asks for fresh data: %s', async (fresh, sent) => {
    const relay = await client((_, response) => stream(response, formatLine(result)));
    await relay.ask(question(), { fresh });
    expect(new URL(server?.requests[0]?.url ?? '', 'http://x').searchParams.get('fresh')).toBe(sent);
  });

  it('reads an answer that arrives byte by byte', async () => {
    const relay = await client((_, response) => {
      response.writeHead(200);
      const bytes = Buffer.from(`${formatLine(progress)}\n${formatLine(result)}`);
      const send = (index: number): void => {
        if (index === bytes.length) response.end();
        else response.write(bytes.subarray(index, index + 1), () => send(index + 1));
      };
      send(0);
    });
    expect((await relay.ask(question(), {})).series[0]?.values).toEqual([10, 20, 30]);
  });

  it("gives the stream's failure as it stands", async () => {
    const relay = await client((_, response) => stream(response, formatLine({ kind: 'failure', ...throttled })));
    expect(await failureFrom(relay.ask(question(), {}))).toMatchObject(throttled);
  });

  it("gives a problem document's failure as it stands", async () => {
    const relay = await client((_, response) => {
      response.writeHead(429, { 'Content-Type': 'application/problem+json' });
      response.end(formatProblem(throttled));
    });
    expect(await failureFrom(relay.ask(question(), {}))).toEqual(throttled);
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
    expect((await failureFrom(relay.ask(question(), {}))).code).toBe(code);
  });

  it('takes the page of a network that wants a sign-in of its own for what it is', async () => {
    const relay = await client((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>Sign in to Wi-Fi</title>');
    });
    for (const asked of [relay.ask(question(), {}), relay.skills()]) {
      const { code, message, advice } = await failureFrom(asked);
      expect([code, message]).toEqual(['unavailable', "A web page came in place of an answer of the add-in's server."]);
      expect(advice).toContain('network');
    }
    expect(ended).toEqual([]);
  });

  it('takes a line that it does not know for one of another version', async () => {
    const relay = await client((_, response) => stream(response, 'data: 1\n'));
    expect((await failureFrom(relay.ask(question(), {}))).code).toBe('internal');
  });

  it.each([
    ['after a progress line', `${formatLine(progress)}\n`],
    ['before anything', ''],
  ])('fails where the stream ends %s', async (_, text) => {
    const relay = await client((request, response) => stream(response, text));
    expect((await failureFrom(relay.ask(question(), {}))).code).toBe('unavailable');
  });

  it('fails where the connection is cut in the middle of a line', async () => {
    const relay = await client((_, response) => {
      response.writeHead(200);
      response.write(formatLine(result).slice(0, 40), () => response.destroy());
    });
    expect((await failureFrom(relay.ask(question(), {}))).code).toBe('unavailable');
  });

  it.each([40, -1, formatLine(result).indexOf('}') + 1])(
    'fails where a proxy ends the stream after %i characters of the answer, as if that were all',
    async (end) => {
      const relay = await client((_, response) => stream(response, formatLine(result).slice(0, end)));
      expect(await failureFrom(relay.ask(question(), {}))).toMatchObject({
        code: 'unavailable',
        message: 'The connection broke off before the whole answer had arrived.',
      });
    },
  );

  it('tells of all that arrives, so that a long answer on a slow line is not taken for silence', async () => {
    const relay = await client((_, response) => {
      response.writeHead(200);
      const text = formatLine(result);
      response.write(text.slice(0, 40), () => undefined);
      arrived = () => response.end(text.slice(40));
    });
    let [arrived, arrivals] = [(): unknown => undefined, 0];
    const onArrival = (): void => {
      arrivals += 1;
      arrived();
    };
    await relay.ask(question(), { onArrival });
    expect(arrivals).toBeGreaterThan(1);
  });

  it('fails where an answer has no body', async () => {
    const relay = await client((_, response) => {
      response.writeHead(204);
      response.end();
    });
    expect((await failureFrom(relay.ask(question(), {}))).code).toBe('unavailable');
  });

  it('fails where no server answers', async () => {
    const relay = await client(() => undefined);
    await server?.close();
    expect(await failureFrom(relay.ask(question(), {}))).toMatchObject({
      code: 'unavailable',
      message: "The add-in's server cannot be reached.",
    });
  });

  it('closes the request when it is called off, before and during the stream', async () => {
    for (const begun of [false, true]) {
      const gone = defer<undefined>();
      const heard = defer<undefined>();
      const relay = await client((_, response) => {
        response.on('close', () => gone.resolve(undefined));
        if (begun) response.write(`${formatLine(progress)}\n`);
        else heard.resolve(undefined);
      });
      const controller = new AbortController();
      const asked = failureFrom(
        relay.ask(question(), { signal: controller.signal, onProgress: () => heard.resolve(undefined) }),
      );
      await heard.promise;
      controller.abort();
      expect((await asked).code).toBe('cancelled');
      await gone.promise;
      await server?.close();
    }
  });

  it('gives the reason for which it was called off', async () => {
    const relay = await client(() => undefined);
    const late: Failure = { code: 'deadline_exceeded', message: 'Late.', advice: 'Again.' };
    const signal = AbortSignal.abort(new FailureError(late));
    expect(await failureFrom(relay.ask(question(), { signal }))).toEqual(late);
  });
});

it('takes no answer out of the browser’s cache, and sends no cookie', async () => {
  const sent: (RequestInit | undefined)[] = [];
  const relay = createRelayClient(
    {
      fetch: (_, init) => {
        sent.push(init);
        return Promise.resolve(new Response(formatLine(result)));
      },
      origin: 'https://relay.test',
    },
    { bearer: () => Promise.resolve('bearer-1'), ended: () => undefined },
  );
  await relay.ask(question(), {});
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
    expect((await failureFrom(relay.ask(question(), {}))).code).toBe('sign_in_required');
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
    await failureFrom(relay.ask(question(), {}));
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
    server = await serve((_, response) => {
      if (left > 0) {
        left -= 1;
        response.writeHead(429, { 'Retry-After': retryAfter });
        response.end(formatProblem(throttled));
      } else stream(response, `${formatLine(result)}\n`);
    });
    const access = { fetch, origin: server.origin, later: clock.later };
    const asker = { bearer: () => Promise.resolve('bearer-1'), ended: () => undefined };
    return { clock, relay: createRelayClient(access, asker) };
  };
  const waiting = async (clock: ManualClock): Promise<void> => {
    while (clock.pending() === 0) await settle();
  };

  it('is asked again when it says', async () => {
    const { clock, relay } = await throttling(2, '3');
    const asked = relay.ask(question(), {});
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
    const failed = failureFrom(relay.ask(question(), {}));
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
    const failed = failureFrom(relay.ask(question(), { signal: cell.signal }));
    await waiting(clock);
    cell.abort();
    await clock.advance(6_000);
    expect((await failed).code).toBe('cancelled');
    expect(server?.requests).toHaveLength(1);
  });
});
