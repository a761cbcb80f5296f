import { FailureError } from '../../core/domain/failure';
import { withDeadline } from './deadline';
import { invalidResponse, timedOut, unreachable } from './failures';

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
export interface Exchanged {
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
export const exchange = ({ fetch, url, init, what, signal, timeoutMs, maxBytes }: Exchange): Promise<Exchanged> =>
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
