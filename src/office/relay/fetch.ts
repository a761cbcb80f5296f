import { type Failure, FailureError } from '../../core/domain/failure';
import type { Fresh } from '../../core/protocol/batch';
import { parseProblem } from '../../core/protocol/stream';
import type { Progress } from '../../core/query/query';
import { delay, type SetTimer, setTimer as browserTimer, toFetchFailure } from '../lib/async';

/** How the add-in reaches its relay. */
export interface RelayAccess {
  readonly fetch: typeof fetch;
  /** The relay's origin, which is the add-in's own. */
  readonly origin: string;
  /** @default the browser's timer */
  readonly setTimer?: SetTimer;
}

/** A call to the relay. */
export interface RelayCall {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** The session's bearer token. */
  readonly bearer?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const unreadable = (status: number): Failure =>
  status >= 500 || status === 429
    ? {
        code: status === 429 ? 'throttled' : 'unavailable',
        message: `The add-in's server is not ready (HTTP ${status}).`,
        advice: 'Try again in a minute.',
      }
    : {
        code: 'internal',
        message: `The add-in's server sent a response that the add-in can't read (HTTP ${status}).`,
        advice: 'Reload the add-in. If it keeps happening, contact your administrator.',
      };

/** Whether a response is a web page. The relay answers calls with JSON only. */
const isPage = ({ headers }: Response): boolean => headers.get('Content-Type')?.startsWith('text/html') === true;

const intercepted: Failure = {
  code: 'unavailable',
  message: "A web page was returned instead of data from the add-in's server.",
  advice: 'Your network may require you to sign in: open any page in a browser, then try again.',
};

/** The failure of a response that ends too early. */
export const cutOff: Failure = {
  code: 'unavailable',
  message: 'The connection was lost before all the data arrived.',
  advice: 'Try again, or recalculate the cell.',
};

/** The JSON of a body; undefined when it is not JSON, such as a proxy's HTML. */
const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The relay's rate limits recover within seconds, so a call waits for them this often, and this long each time. */
const mostWaits = 4;
const longestWaitS = 15;

/** The seconds to wait after a 429; undefined when the wait is too long, or the response is another. */
const waitOf = ({ status, headers }: Response): number | undefined => {
  const seconds = Number(headers.get('Retry-After') ?? NaN);
  return status === 429 && seconds <= longestWaitS ? seconds : undefined;
};

/**
 * Calls the relay. Waits and tries again, up to four times, after a 429 with a short Retry-After.
 *
 * @param path with its query string, such as `/api/skills`
 * @returns a response with a 2xx status
 * @throws {FailureError} the failure in the relay's problem document; `unavailable` when the relay can't be reached or
 * a proxy answers instead; the signal's reason when it aborts
 */
export const callRelay = async (access: RelayAccess, path: string, call: RelayCall = {}): Promise<Response> => {
  const { fetch, origin, setTimer = browserTimer } = access;
  const { method = 'GET', bearer, body, signal } = call;
  const send = (): Promise<Response> =>
    fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      cache: 'no-store',
      credentials: 'omit',
    });
  try {
    let response = await send();
    for (let waits = 1; waits <= mostWaits; waits += 1) {
      const seconds = waitOf(response);
      if (seconds === undefined) break;
      // Jitter, so that a thousand cells don't call again in the same moment.
      await delay(setTimer, seconds * 1_000 * (1 + Math.random()));
      signal?.throwIfAborted();
      response = await send();
    }
    if (response.ok && isPage(response)) throw new FailureError(intercepted);
    if (response.ok) return response;
    throw new FailureError(parseProblem(await jsonOf(response)) ?? unreadable(response.status));
  } catch (error) {
    throw toFetchFailure(error, signal);
  }
};

/**
 * Calls the relay and parses the JSON of its response.
 *
 * @param parse throws a FailureError for unexpected JSON
 * @throws {FailureError} the failures of {@link callRelay} and of `parse`; `unavailable` when the body isn't JSON
 */
export const callRelayForJson = async <T>(
  access: RelayAccess,
  path: string,
  parse: (value: unknown) => T,
  call: RelayCall = {},
): Promise<T> => {
  const response = await callRelay(access, path, call);
  try {
    const json = await jsonOf(response);
    if (json === undefined) throw new FailureError(cutOff);
    return parse(json);
  } catch (error) {
    throw toFetchFailure(error, call.signal);
  }
};

/** Options of a query. */
export interface AskOptions extends Fresh {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called when the relay has accepted the query, which has waited in the browser until then. */
  readonly onTaken?: () => void;
  /** Called at signs of life of the relay. A long answer may take minutes to arrive. */
  readonly onArrival?: () => void;
}

/**
 * Reads a stream of UTF-8 text line by line, without blank lines. Chunks may split lines and characters; the last line
 * may lack its line break. Ending the iteration cancels the stream.
 *
 * @param onArrival called for each chunk
 * @throws the error of the stream
 */
export async function* textLines(
  body: ReadableStream<Uint8Array>,
  onArrival: () => void = () => undefined,
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      onArrival();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') yield line;
      if (done) break;
    }
    if (rest.trim() !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
