/** One HTTP exchange with Amazon: where it goes, how it is sent, and how its answer is read. */
import * as v from 'valibot';
import { FailureError, invalidQuery } from '../../core/domain/failure';
import { withDeadline } from './deadline';
import { invalidResponse, timedOut, unreachable } from './failures';

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** Whether requests to a URL travel unencrypted, which is acceptable only on this machine. */
export const isPlain = (url: URL): boolean => url.protocol === 'http:';

/**
 * An endpoint's URL. It must be https, or http on loopback for a stand-in: anything else would send tokens unencrypted.
 *
 * @param setting the name of the setting, for the message
 * @throws {FailureError} `internal`, naming the setting, if it isn't such a URL
 */
export const parseEndpoint = (setting: string, text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url !== undefined && isPlain(url) && isLoopback(url.hostname))) return url;
  throw new FailureError({
    code: 'internal',
    message: `${setting} is "${text}", which is no https address.`,
    advice: `Set ${setting} to an https address, or to http on localhost.`,
  });
};

/** Names that can be one segment of a path. The others, such as `..`, would lead to another path. */
const segment = (argument: string, value: string): string => {
  if (!/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new FailureError(invalidQuery([{ argument, value, accepted: 'expected a name' }]));
};

/**
 * A path of fixed parts and named values, which are percent-encoded.
 *
 * @throws {FailureError} `invalid_query`, naming the value, if it would lead to another path
 *
 * @example
 * ```ts
 * pathOf('v1', 'skills', { skillId: 'amzn1.ask.skill.1' }, 'metrics'); // 'v1/skills/amzn1.ask.skill.1/metrics'
 * ```
 */
export const pathOf = (...parts: readonly (string | Readonly<Record<string, string>>)[]): string =>
  parts
    .flatMap((part) =>
      typeof part === 'string' ? [part] : Object.entries(part).map(([argument, value]) => segment(argument, value)),
    )
    .join('/');

/** The URL of a path and parameters at an endpoint. */
export const urlOf = (endpoint: URL, path: string, params: Readonly<Record<string, string>>): URL => {
  const url = new URL(endpoint);
  url.pathname = `${endpoint.pathname.replace(/\/$/, '')}/${path}`;
  url.search = new URLSearchParams(params).toString();
  return url;
};

/** An HTTP request, and the limits of its answer. */
export interface Exchange {
  readonly fetch: typeof fetch;
  readonly url: URL;
  readonly init: RequestInit;
  /** The request in words that fit inside a sentence. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** Milliseconds for the whole exchange, including the body. */
  readonly timeoutMs: number;
  /** Maximum size of the body, in bytes after decoding any Content-Encoding. */
  readonly maxBytes: number;
}

/** An HTTP answer with its whole body. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A body as text, or `undefined` if it exceeds `maxBytes`. Reading stops there. */
const readText = async (
  { body }: { readonly body: ReadableStream<Uint8Array> | null },
  maxBytes: number,
): Promise<string | undefined> => {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
};

/**
 * Sends one HTTP request and returns its whole answer, whatever the status. Redirects aren't followed: none of these
 * APIs uses them, and a token must not travel elsewhere.
 *
 * @throws {FailureError} `unavailable`, if no complete answer arrived in time
 * @throws {FailureError} `bad_answer`, if the body is too long
 * @throws {FailureError} the failure that the signal was aborted with, or `cancelled`
 */
export const exchange = ({ fetch, url, init, what, signal, timeoutMs, maxBytes }: Exchange): Promise<HttpResponse> =>
  withDeadline(
    [signal],
    timeoutMs,
    () => timedOut(url.host, timeoutMs),
    async (limited) => {
      try {
        const response = await fetch(url, { ...init, redirect: 'manual', signal: limited });
        const text = await readText(response, maxBytes);
        if (text !== undefined) return { status: response.status, headers: response.headers, text };
      } catch (error) {
        throw unreachable(url.host, error);
      }
      throw new FailureError(invalidResponse(what, `it is longer than ${Math.floor(maxBytes / 1_000_000)} MB`));
    },
  );

/**
 * The value of an Authorization header. Amazon's tokens contain a bar, which RFC 6750 doesn't allow.
 *
 * @throws {FailureError} `internal`, if no header can hold the token. The error of `fetch` would quote it.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export const bearer = (token: string): string => {
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new FailureError({
    code: 'internal',
    message: 'The stored access token is damaged.',
    advice: 'Sign out, then sign in again.',
  });
};

/** A successful answer of SMAPI, before it is checked against a schema. */
export interface SmapiResponse {
  /** The request in words that fit inside a sentence. */
  readonly what: string;
  readonly json: unknown;
  readonly requestId?: string;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const wrongWith = (issue: v.BaseIssue<unknown>): string => {
  if (issue.received === 'undefined') return 'is missing';
  if (issue.kind !== 'schema' || issue.expected === null) return short(issue.message);
  return `should be of type ${issue.expected.toLowerCase()} but is ${short(issue.received)}`;
};

const problemOf = (issue: v.BaseIssue<unknown>): string => `${v.getDotPath(issue) ?? 'it'} ${wrongWith(issue)}`;

/** What is wrong with a text that isn't JSON. */
export const notJson = (text: string): string => {
  if (text.trim() === '') return 'it is empty';
  return text.trimStart().startsWith('<') ? 'it is a web page, not JSON' : 'it is no JSON, or was cut off';
};

/**
 * The error `bad_answer` for this answer.
 *
 * @param problem what finishes the sentence "Amazon's answer for … is invalid: …"
 */
export const cannotBe = ({ what, requestId }: Omit<SmapiResponse, 'json'>, problem: string): FailureError =>
  new FailureError({ ...invalidResponse(what, problem), ...(requestId === undefined ? {} : { requestId }) });

/**
 * The answer as its schema reads it.
 *
 * @throws {FailureError} `bad_answer`, naming the first thing that doesn't fit
 */
export const readResponse = <T>(schema: v.GenericSchema<unknown, T>, answer: SmapiResponse): T => {
  const parsed = v.safeParse(schema, answer.json, { abortEarly: true });
  if (!parsed.success) throw cannotBe(answer, problemOf(parsed.issues[0]));
  return parsed.output;
};

/** Schema of the token for the next page. Amazon's null and empty text mean that there is none. */
export const nextToken = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((token): { nextToken?: string } => (token === '' ? {} : { nextToken: token })),
);
