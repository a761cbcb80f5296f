import { FailureError, type Failure } from '../core/failure';
import { parseProblem } from '../core/wire';
import { brokenOff } from './broken-off';

/** How the add-in reaches its relay. */
export interface RelayAccess {
  readonly fetch: typeof fetch;
  /** The add-in's own origin: its relay serves it. */
  readonly origin: string;
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
        message: `The add-in's server gave an answer that the add-in cannot read (HTTP ${status}).`,
        advice: 'Reload the add-in; if it stays, tell whoever runs the add-in.',
      };

/** The relay answers its calls with JSON only. */
const isPage = ({ headers }: Response): boolean => headers.get('Content-Type')?.startsWith('text/html') === true;

const intercepted: Failure = {
  code: 'unavailable',
  message: "A web page came in place of an answer of the add-in's server.",
  advice: 'Open any page in a browser and finish the sign-in that your network may ask for, then try again.',
};

export const cutOff: Failure = {
  code: 'unavailable',
  message: 'The connection broke off before the whole answer had arrived.',
  advice: 'Try again; a cell does when it is recalculated.',
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

/** Asks the relay. Rejects with a FailureError for everything but a 2xx answer. */
export const callRelay = async (
  { fetch, origin }: RelayAccess,
  path: string,
  { method = 'GET', bearer, body, signal }: RelayCall = {},
): Promise<Response> => {
  try {
    const response = await fetch(`${origin}${path}`, {
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
    if (response.ok && isPage(response)) throw new FailureError(intercepted);
    if (response.ok) return response;
    throw new FailureError(parseProblem(await jsonOf(response)) ?? unreadable(response.status));
  } catch (error) {
    throw brokenOff(error, signal);
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
    throw brokenOff(error, call.signal);
  }
};
