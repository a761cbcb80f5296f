import { FailureError, type Failure } from '../../core/domain/failure';
import { parseProblem } from '../../core/protocol/stream';
import { toFetchFailure } from '../lib/abort';
import { setTimer as browserLater, delay, type SetTimer } from '../lib/timers';
import type { Fresh } from '../../core/protocol/batch';
import type { Progress } from '../../core/query/question';

/** How the add-in reaches its relay. */
export interface RelayAccess {
  readonly fetch: typeof fetch;
  /** The add-in's own origin: its relay serves it. */
  readonly origin: string;
  /** Default: the browser's clock. */
  readonly setTimer?: SetTimer;
}

export interface RelayCall {
  readonly method?: 'GET' | 'POST' | 'DELETE';
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

/** The relay answers its calls with JSON only. */
const isPage = ({ headers }: Response): boolean => headers.get('Content-Type')?.startsWith('text/html') === true;

const intercepted: Failure = {
  code: 'unavailable',
  message: "A web page was returned instead of data from the add-in's server.",
  advice: 'Your network may require you to sign in: open any page in a browser, then try again.',
};

export const cutOff: Failure = {
  code: 'unavailable',
  message: 'The connection was lost before all the data arrived.',
  advice: 'Try again, or recalculate the cell.',
};

/** JSON of a body, or undefined where it is none: a proxy in between answers with HTML. */
const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The relay's limits come back within seconds, so a call waits for them so often, and so long each time. */
const mostWaits = 4;
const longestWaitS = 15;

/** Seconds after which a relay that has had enough for the moment will answer; undefined where that is not worth a wait. */
const waitOf = ({ status, headers }: Response): number | undefined => {
  const seconds = Number(headers.get('Retry-After') ?? NaN);
  return status === 429 && seconds <= longestWaitS ? seconds : undefined;
};

/** Asks the relay. Rejects with a FailureError for everything but a 2xx answer. */
export const callRelay = async (access: RelayAccess, path: string, call: RelayCall = {}): Promise<Response> => {
  const { fetch, origin, setTimer = browserLater } = access;
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
      // Spread, so that a thousand cells do not come back in the same moment.
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

/** Asks the relay and reads its JSON with the parser. Rejects with a FailureError only. */
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

/** How a query is asked. */
export interface AskOptions extends Fresh {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The relay has the query: until then it has waited in the browser. */
  readonly onTaken?: () => void;
  /** Hears signs of life of the relay: a long answer may take minutes to arrive. */
  readonly onArrival?: () => void;
}
