import { FailureError } from '../../core/domain/failure';
import { invalidResponse, timedOut, unreachable } from './failures';
import { withDeadline } from './deadline';

export interface Exchange {
  readonly fetch: typeof fetch;
  readonly url: URL;
  readonly init: RequestInit;
  /** What is asked for, as it stands in a sentence. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  /** Longest body accepted, in bytes as decoded from any Content-Encoding. */
  readonly maxBytes: number;
}

export interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A body as text; undefined where it has more than `maxBytes` bytes, of which no more is read. */
const readText = async ({ body }: Response, maxBytes: number): Promise<string | undefined> => {
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
 * One HTTP request and its whole answer, whatever its status. Redirects are not followed: none of these APIs uses
 * them, and a token must not travel to another place. Throws `unavailable` where no whole answer came, `bad_answer`
 * where it is too long, and what the signal was aborted for.
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
 * The value of an Authorization header. Throws `internal` for a token that no header can hold: fetch's own error would
 * quote the token. Source: RFC 6750, section 2.1; Amazon's tokens also have a bar.
 */
export const bearer = (token: string): string => {
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new FailureError({
    code: 'internal',
    message: 'The stored access token is damaged.',
    advice: 'Sign out, then sign in again.',
  });
};
