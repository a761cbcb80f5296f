/** Sends requests to SMAPI. All of them leave from here. */
import { type Failure, FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { withDeadline } from '../http/deadline';
import {
  bearer,
  cannotBe,
  exchange,
  type HttpResponse,
  notJson,
  parseEndpoint,
  type SmapiResponse,
  urlOf,
} from '../http/exchange';
import { abortedBy, deadlineExceeded, jsonOf, refused, wordsOf } from '../http/failures';
import {
  type AttemptOutcome,
  outcomeOfError,
  parseRetryAfter,
  RetryBudget,
  type RetryClock,
  retryClockOf,
  withRetries,
} from '../http/retry';
import { Access, resourceOf } from './access';
import { type Ask, type Call, type Once, signalsOf } from './call';
import { createTries } from './token-renewal';

export type { Ask, Call, TokenSource } from './call';

/** How one HTTP request ended, as far as a gate can learn from it. */
export interface CallResult {
  readonly outcome: AttemptOutcome<unknown>;
}

/** Who wants to send, and until when. */
export interface CallContext {
  readonly accountId: string;
  /** What is requested: a skill's metrics, a vendor's skills. */
  readonly path: string;
  /** Aborted with the call, and at its deadline. */
  readonly signal: AbortSignal;
  readonly deadline: Instant;
}

/**
 * Wraps every HTTP request, from sending to the end of its body, so that it can limit their rate. Time spent waiting in
 * the gate doesn't count towards the request's time-out. Errors of the gate itself are final and not retried.
 */
export type Gate = <T extends CallResult>(run: () => Promise<T>, turn: CallContext) => Promise<T>;

const open: Gate = (run) => run();

/** What requests are sent with. */
export interface SendDeps extends Partial<RetryClock> {
  readonly endpoint: string;
  /**
   * Sends the requests.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof fetch;
  /**
   * Maximum time to wait for one HTTP answer including its body, in milliseconds.
   *
   * @default 30_000
   */
  readonly requestTimeoutMs?: number;
  /**
   * Maximum size of an answer, in bytes: five times a page of 100,000 points.
   *
   * @default 16_000_000
   */
  readonly maxBytes?: number;
  /**
   * Limits the rate of requests.
   *
   * @default a gate that lets every request through
   */
  readonly gate?: Gate;
  /** Called for each HTTP answer, to observe Amazon's health. */
  readonly onAnswer?: (status: number, retryAfterMs?: number) => void;
}

/**
 * Sends a GET request, renews the token once after a 401, and retries failures that can pass. Every request is a GET,
 * so repeating it is safe.
 *
 * @throws {FailureError} the failure of the last answer. A 401 that persists is `forbidden`; `createTries` explains
 * why.
 */
export type Send = (ask: Ask, call: Call) => Promise<SmapiResponse>;

interface ResponseHeaders {
  readonly requestId?: string;
  readonly retryAfterMs?: number;
}

const seenIn = ({ headers }: HttpResponse, now: Instant): ResponseHeaders => {
  const requestId = headers.get('x-amzn-requestid');
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), now);
  return { ...(requestId === null ? {} : { requestId }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

/** A body that isn't JSON was cut off or comes from a gateway. The next one may be complete. */
const readable = (answer: Omit<SmapiResponse, 'json'>, text: string): AttemptOutcome<SmapiResponse> => {
  const json = jsonOf(text);
  if (json !== undefined) return { value: { ...answer, json } };
  return { failure: cannotBe(answer, notJson(text)).failure, mayPass: true };
};

const outcomeOf = (
  { what, check }: Ask,
  { status, text }: HttpResponse,
  seen: ResponseHeaders,
): AttemptOutcome<SmapiResponse> => {
  const { requestId, retryAfterMs } = seen;
  const identity = requestId === undefined ? {} : { requestId };
  if (status === 200) return readable({ what, ...identity }, text);
  const words = wordsOf(text);
  const answer = { status, what, check, ...(words === undefined ? {} : { words }), ...seen };
  return { failure: { ...refused(answer), ...identity }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

/** Sends one HTTP request through the gate. */
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
      let seen: ResponseHeaders = {};
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

/** If the gate stops requests to a failing Amazon, reports the failure that came before. */
const tellingWhy = (
  attempt: () => Promise<AttemptOutcome<SmapiResponse>>,
): (() => Promise<AttemptOutcome<SmapiResponse>>) => {
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

/**
 * A function that sends requests to SMAPI.
 *
 * @param probe a cheap request that Amazon answers for every account that it lets in
 * @throws {FailureError} `internal`, naming the setting, if the endpoint isn't https or on loopback
 */
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
