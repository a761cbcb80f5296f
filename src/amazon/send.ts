/** The one place from which requests to SMAPI leave. */
import type { Instant } from '../core/instant';
import type { Answer } from './answer';
import { bearer } from './bearer';
import { parseEndpoint, urlOf } from './endpoint';
import { exchange, type Exchanged } from './exchange';
import { abortedBy, deadlineExceeded, refused } from './failures';
import { outcomeOfError, rhythmOf, withRetries, type Outcome, type Rhythm } from './retry';
import { parseRetryAfter } from './retry-timing';
import { within } from './within';
import { wordsOf } from './words';

/** Where a call's access token comes from. */
export interface Grant {
  accessToken(signal: AbortSignal): Promise<string>;
  /** Called once after a 401, with the token that was refused; gives the one to try instead. */
  renew(refused: string, signal: AbortSignal): Promise<string>;
}

/** On whose behalf, and how long, a call runs. */
export interface Call {
  /** The account, by which a gate shares what Amazon allows. */
  readonly customer: string;
  readonly grant: Grant;
  /** Aborting it ends the call as `cancelled`, or as the FailureError that is its reason. */
  readonly signal: AbortSignal;
  readonly deadline: Instant;
  /** Once per HTTP request sent, after its answer or failure. */
  readonly onRequest?: (requestId: string | undefined) => void;
}

/** How one HTTP request ended, as far as a gate may learn from it. */
export interface Ended {
  readonly outcome: Outcome<unknown>;
}

/** Who wants to send, and how long. */
export interface Turn {
  readonly customer: string;
  /** What is asked for: a skill's metrics, a vendor's skills. */
  readonly path: string;
  /** Aborted when the call is, and at its deadline. */
  readonly signal: AbortSignal;
  readonly deadline: Instant;
}

/**
 * Every HTTP request runs through it, from sending to the end of its body: the place for budgets. Waiting here does not
 * count as waiting for Amazon. What the gate itself throws is final, and not tried again.
 */
export type Gate = <T extends Ended>(run: () => Promise<T>, turn: Turn) => Promise<T>;

const open: Gate = (run) => run();

export interface SendSettings extends Partial<Rhythm> {
  readonly endpoint: string;
  readonly fetch?: typeof fetch;
  /** Longest wait for one HTTP answer, body included. Default 30,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Longest answer accepted, in bytes. Default 16,000,000: five times a page of 100,000 points. */
  readonly maxBytes?: number;
  /** Default: open. */
  readonly gate?: Gate;
  /** What each HTTP answer says about Amazon's mood. */
  readonly onAnswer?: (status: number, retryAfterMs?: number) => void;
}

/** A GET request. */
export interface Ask {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** What is asked for, as it stands in a sentence: "the metrics of skill … in stage live". */
  readonly what: string;
  /** What to check where Amazon knows of no such thing. */
  readonly check: string;
}

/**
 * Sends, renewing the token once on a 401, and trying again what may pass: every request is a GET, hence safe to repeat.
 * Throws the failure that the last answer means.
 */
export type Send = (ask: Ask, call: Call) => Promise<Answer>;

interface Seen {
  readonly requestId?: string;
  readonly retryAfterMs?: number;
}

const seenIn = ({ headers }: Exchanged, now: Instant): Seen => {
  const requestId = headers.get('x-amzn-requestid');
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), now);
  return { ...(requestId === null ? {} : { requestId }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

const outcomeOf = ({ what, check }: Ask, { status, text }: Exchanged, seen: Seen): Outcome<Answer> => {
  const { requestId, retryAfterMs } = seen;
  const identity = requestId === undefined ? {} : { requestId };
  if (status === 200) return { value: { what, text, ...identity } };
  const words = wordsOf(text);
  const told = { status, what, check, ...(words === undefined ? {} : { words }), ...seen };
  return { failure: { ...refused(told), ...identity }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

/** One HTTP request at a time, through the gate. */
const createOnce = (settings: SendSettings, { now }: Rhythm) => {
  const { fetch = globalThis.fetch, requestTimeoutMs = 30_000, maxBytes = 16_000_000 } = settings;
  const { gate = open, onAnswer } = settings;
  const endpoint = parseEndpoint('SMAPI_ENDPOINT', settings.endpoint);
  return (ask: Ask, token: string, { customer, deadline, onRequest }: Call, signal: AbortSignal) => {
    const url = urlOf(endpoint, ask.path, ask.params);
    const init = { headers: { accept: 'application/json', authorization: bearer(token) } };
    const run = async (): Promise<Once> => {
      if (signal.aborted) throw abortedBy(signal);
      let seen: Seen = {};
      try {
        const got = await exchange({ fetch, url, init, what: ask.what, signal, timeoutMs: requestTimeoutMs, maxBytes });
        seen = seenIn(got, now());
        onAnswer?.(got.status, seen.retryAfterMs);
        return { status: got.status, outcome: outcomeOf(ask, got, seen) };
      } catch (error) {
        return { status: undefined, outcome: outcomeOfError(error) };
      } finally {
        onRequest?.(seen.requestId);
      }
    };
    return gate(run, { customer, path: ask.path, signal, deadline });
  };
};

interface Once {
  readonly status: number | undefined;
  readonly outcome: Outcome<Answer>;
}

export const createSend = (settings: SendSettings): Send => {
  const rhythm = rhythmOf(settings);
  const once = createOnce(settings, rhythm);

  const tries = (ask: Ask, call: Call, signal: AbortSignal) => {
    let token: string | undefined;
    let renewed = false;
    const attempt = async (): Promise<Outcome<Answer>> => {
      const used = (token ??= await call.grant.accessToken(signal));
      const { status, outcome } = await once(ask, used, call, signal);
      if (status !== 401 || renewed) return outcome;
      renewed = true;
      token = await call.grant.renew(used, signal);
      return attempt();
    };
    return attempt;
  };

  return (ask, call) =>
    within(call.signal, call.deadline - rhythm.now(), deadlineExceeded, (signal) =>
      withRetries(tries(ask, call, signal), rhythm, { signal, deadline: call.deadline }),
    );
};
