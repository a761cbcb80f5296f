import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Answer, Query } from '../../core/query/query';
import { cancellationOf, type Invocation, isValuePreview } from '../cells/call-result';
import { createListeners } from '../lib/observable';
import { type AskDeps, type InFlightQuery, type Observer, startQuery } from './in-flight-query';

export interface QueryCacheDeps extends AskDeps {
  readonly now: () => Instant;
  /**
   * How long an answer is cached, in milliseconds.
   * @default 300_000, 5 minutes
   */
  readonly keepMs?: number;
  /**
   * How long a failure is cached, in milliseconds, so that cells that are calculated together share it.
   * @default 2_000
   */
  readonly keepFailureMs?: number;
  /**
   * The most points in memory; the oldest answers are dropped.
   * @default 1_000_000
   */
  readonly maxPoints?: number;
}

/** The answers of all cells. Identical queries share one. */
export interface QueryCache {
  /** The cached answer; undefined when there is none in memory. */
  known(query: Query): Answer | undefined;
  /**
   * The answer to a query, from memory, from a query in flight or from the relay.
   * @throws {FailureError} the failure of the query; `cancelled` when the observer's signal aborts
   */
  get(query: Query, observer: Observer): Promise<Answer>;
  /** The queries in flight. */
  running(): readonly InFlightQuery[];
  /** Calls `listener` when a query starts, makes progress or ends. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Deletes all settled answers. The next queries make the relay refresh what may have changed. */
  drop(renewal?: Renewal): void;
  /**
   * Deletes everything when another person may sign in.
   * @param why if given, queries in flight are cancelled for this reason
   */
  clear(why?: Failure): void;
}

/** What the relay must refresh. */
export interface Renewal {
  /**
   * A time on the relay's clock: numbers that it fetched since then are fresh enough, so that all queries share them.
   */
  readonly since?: Instant | undefined;
  /** Whether to refresh even numbers that Amazon no longer corrects. False by default. */
  readonly all?: boolean;
}

interface Persisted {
  readonly asked: InFlightQuery;
  answer?: Answer;
  /** When it expires; undefined while it runs. */
  until?: Instant;
}

/** The identity of a query, independent of the order of its properties. */
const keyOf = (query: Query): string => JSON.stringify(Object.entries(query).sort());

const pointsOf = ({ answer }: Persisted): number =>
  answer === undefined ? 0 : answer.series.reduce((sum, { values }) => sum + values.length, 0);

/**
 * Creates an empty query cache.
 *
 * @example
 * ```ts
 * const cache = createQueryCache({ ask: (query, how) => relay.ask(query, how), wait: setTimer, now: Date.now });
 * const answer = cache.known(query) ?? (await cache.get(query, { address: 'Sheet1!B2', signal }));
 * ```
 */
export const createQueryCache = (deps: QueryCacheDeps): QueryCache => {
  const { now, keepMs = 5 * 60_000, keepFailureMs = 2_000, maxPoints = 1_000_000 } = deps;
  const listeners = createListeners<undefined>();
  const tell = (): void => listeners.tell(undefined);
  /** In the order of their sending. */
  const kept = new Map<string, Persisted>();
  /** The keys of the queries sent since the last drop; undefined before the first. */
  let askedSinceDrop: Set<string> | undefined;
  let renewal: Renewal = {};

  const serves = ({ asked, until }: Persisted): boolean =>
    !asked.isAbandoned() &&
    // If the clock has been set back, the entry would live too long.
    (asked.isRunning() || (until !== undefined && now() < until && until <= now() + keepMs));
  const find = (key: string): Persisted | undefined => {
    const found = kept.get(key);
    return found !== undefined && serves(found) ? found : undefined;
  };
  const tidy = (): void => {
    for (const [key, one] of kept) if (!serves(one)) kept.delete(key);
    let points = [...kept.values()].reduce((sum, one) => sum + pointsOf(one), 0);
    for (const [key, one] of kept) {
      if (points <= maxPoints) break;
      if (one.answer !== undefined) kept.delete(key);
      points -= pointsOf(one);
    }
  };
  const ask = (key: string, query: Query): Persisted => {
    const { since, all = false } = renewal;
    const isRenewed = askedSinceDrop !== undefined && (since !== undefined || !askedSinceDrop.has(key));
    askedSinceDrop?.add(key);
    const fresh = isRenewed ? ({ fresh: all ? 'all' : 'tail' } as const) : {};
    const how = { ...fresh, ...(since === undefined ? {} : { since }) };
    const one: Persisted = { asked: startQuery(query, how, deps, tell) };
    kept.delete(key);
    kept.set(key, one);
    one.asked.outcome.then(
      (answer) => {
        one.answer = answer;
        one.until = now() + keepMs;
        tidy();
      },
      () => (one.until = now() + keepFailureMs),
    );
    tell();
    return one;
  };

  return {
    known: (query) => find(keyOf(query))?.answer,
    get: (query, observer) => {
      const key = keyOf(query);
      return (find(key) ?? ask(key, query)).asked.answerFor(observer);
    },
    running: () => [...kept.values()].map(({ asked }) => asked).filter((asked) => asked.isRunning()),
    subscribe: (listener) => listeners.add(listener),
    drop: (next = {}) => {
      askedSinceDrop = new Set();
      renewal = next;
      for (const [key, { asked }] of kept) if (!asked.isRunning()) kept.delete(key);
    },
    clear: (why) => {
      if (why !== undefined) for (const { asked } of kept.values()) asked.cancel(why);
      kept.clear();
      askedSinceDrop = undefined;
      renewal = {};
    },
  };
};

/**
 * Answers the queries of one call of a function. If one fails, the call stops waiting for the others.
 *
 * @returns the answers in the order of the queries; undefined in a preview when not all are in memory
 * @throws {FailureError} the failure of the first query that failed; `cancelled` when Excel cancels the call
 */
export const cachedAnswers = async (
  answers: QueryCache,
  queries: readonly Query[],
  invocation: Invocation,
): Promise<readonly Answer[] | undefined> => {
  const known = queries.flatMap((query) => answers.known(query) ?? []);
  if (known.length === queries.length) return known;
  if (isValuePreview(invocation)) return undefined;
  const { address } = invocation;
  const call = cancellationOf(invocation);
  const observer = { signal: call.signal, ...(address === undefined ? {} : { address }) };
  try {
    return await Promise.all(queries.map((query) => answers.get(query, observer)));
  } catch (error) {
    call.abort();
    throw error;
  }
};
