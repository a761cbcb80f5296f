/** The one place from which requests to SMAPI leave. */
import { FailureError, type Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { Access, resourceOf } from './access';
import { cannotBe, notJson, type SmapiResponse } from '../http/response';
import { bearer, exchange, type Exchanged } from '../http/exchange';
import { signalsOf, type Ask, type Call, type Once } from './call';
import { parseEndpoint, urlOf } from '../http/endpoint';
import { abortedBy, deadlineExceeded, refused } from '../http/failures';
import { createTries } from './token-renewal';
import {
  outcomeOfError,
  retryClockOf,
  withRetries,
  parseRetryAfter,
  type Outcome,
  type RetryClock,
} from '../http/retry';
import { RetryBudget } from '../http/retry-budget';
import { withDeadline } from '../http/deadline';
import { jsonOf, wordsOf } from '../http/error-text';

export type { Ask, Call, TokenSource } from './call';

/** How one HTTP request ended, as far as a gate may learn from it. */
export interface CallResult {
  readonly outcome: Outcome<unknown>;
}

/** Who wants to send, and how long. */
export interface CallContext {
  readonly accountId: string;
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
export type Gate = <T extends CallResult>(run: () => Promise<T>, turn: CallContext) => Promise<T>;

const open: Gate = (run) => run();

export interface SendDeps extends Partial<RetryClock> {
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

/**
 * Sends, renewing the token once on a 401, and trying again what may pass: every request is a GET, hence safe to repeat.
 * Throws the failure that the last answer means: `forbidden` for a 401 that stays, as renewing.ts explains.
 */
export type Send = (ask: Ask, call: Call) => Promise<SmapiResponse>;

interface Seen {
  readonly requestId?: string;
  readonly retryAfterMs?: number;
}

const seenIn = ({ headers }: Exchanged, now: Instant): Seen => {
  const requestId = headers.get('x-amzn-requestid');
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), now);
  return { ...(requestId === null ? {} : { requestId }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

/** A body that is no JSON was cut off, or is a gateway's: the next one may be whole. */
const readable = (answer: Omit<SmapiResponse, 'json'>, text: string): Outcome<SmapiResponse> => {
  const json = jsonOf(text);
  if (json !== undefined) return { value: { ...answer, json } };
  return { failure: cannotBe(answer, notJson(text)).failure, mayPass: true };
};

const outcomeOf = ({ what, check }: Ask, { status, text }: Exchanged, seen: Seen): Outcome<SmapiResponse> => {
  const { requestId, retryAfterMs } = seen;
  const identity = requestId === undefined ? {} : { requestId };
  if (status === 200) return readable({ what, ...identity }, text);
  const words = wordsOf(text);
  const told = { status, what, check, ...(words === undefined ? {} : { words }), ...seen };
  return { failure: { ...refused(told), ...identity }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

/** One HTTP request at a time, through the gate. */
const createOnce = (deps: SendDeps, { now }: RetryClock) => {
  const { fetch = globalThis.fetch, requestTimeoutMs = 30_000, maxBytes = 16_000_000 } = deps;
  const { gate = open, onAnswer } = deps;
  const endpoint = parseEndpoint('SMAPI_ENDPOINT', deps.endpoint);
  return (
    ask: Ask,
    token: string,
    { accountId, tokens, deadline, onRequest }: Call,
    signal: AbortSignal,
    onSent?: () => void,
  ) => {
    const url = urlOf(endpoint, ask.path, ask.params);
    const init = { headers: { accept: 'application/json', authorization: bearer(token) } };
    const run = async (): Promise<Once> => {
      await tokens.confirm?.();
      if (signal.aborted) throw abortedBy(signal);
      onSent?.();
      let seen: Seen = {};
      const sentAt = now();
      try {
        const got = await exchange({ fetch, url, init, what: ask.what, signal, timeoutMs: requestTimeoutMs, maxBytes });
        seen = seenIn(got, now());
        onAnswer?.(got.status, seen.retryAfterMs);
        return { status: got.status, outcome: outcomeOf(ask, got, seen), sentAt };
      } catch (error) {
        return { status: undefined, outcome: outcomeOfError(error), sentAt };
      } finally {
        onRequest?.(seen.requestId);
      }
    };
    return gate(run, { accountId, path: ask.path, signal, deadline });
  };
};

/** Tells of a failing Amazon what went wrong, where the gate leaves it alone from then on. */
const tellingWhy = (attempt: () => Promise<Outcome<SmapiResponse>>): (() => Promise<Outcome<SmapiResponse>>) => {
  let earlier: Failure | undefined;
  return async () => {
    try {
      const outcome = await attempt();
      if ('failure' in outcome) earlier = outcome.failure;
      return outcome;
    } catch (error) {
      const isLeftAlone = error instanceof FailureError && error.failure.code === 'unavailable';
      throw isLeftAlone && earlier !== undefined ? new FailureError(earlier, { cause: error }) : error;
    }
  };
};

/** `probe` is a cheap request that Amazon answers to whoever it lets in at all. */
export const createSend = (deps: SendDeps, probe: Ask): Send => {
  const rhythm = retryClockOf(deps);
  const access = new Access(rhythm.now);
  const tries = createTries({ access, rhythm, once: createOnce(deps, rhythm), probe });
  return (ask, call) => {
    const { deadline, retries = new RetryBudget() } = call;
    return access.during(resourceOf(ask, call), call.signal, (outer) =>
      withDeadline(signalsOf({ ...call, signal: outer }), deadline - rhythm.now(), deadlineExceeded, (signal) =>
        withRetries(tellingWhy(tries(ask, call, signal)), rhythm, { signal, deadline, retries }),
      ),
    );
  };
};
