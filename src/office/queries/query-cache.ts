import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Answer, Query } from '../../core/query/query';
import { cancellationOf, type Invocation, isValuePreview } from '../cells/call-result';
import { placeKey } from '../cells/callers';
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
  /**
   * The cached answer; undefined when there is none in memory.
   * @param address the cell that asks, whose queries may be due for renewal
   */
  known(query: Query, address?: string): Answer | undefined;
  /**
   * The answer to a query, from memory, from a query in flight or from the relay.
   * @throws {FailureError} the failure of the query; `cancelled` when the observer's signal aborts
   */
  get(query: Query, observer: Observer): Promise<Answer>;
  /** The queries in flight. */
  running(): readonly InFlightQuery[];
  /** Calls `listener` when a query starts, makes progress or ends. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Has queries sent again, each once, with which the relay refreshes what may have changed. */
  renew(renewal?: Renewal): RenewalRound;
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
  /**
   * The cells whose queries are renewed, by their {@link placeKey}. Other cells share the answers, but send nothing. All
   * cells and the pane by default.
   */
  readonly places?: ReadonlySet<string>;
}

/** A renewal under way. */
export interface RenewalRound {
  /** How many requests to Amazon its queries have cost so far. A request that several queries share counts once. */
  requests(): number;
  /** Ends it: from now on, cells take what is in memory. */
  end(): void;
}

interface Round extends Renewal {
  /** The keys of the queries that have been sent, or were being answered. */
  readonly asked: Set<string>;
  readonly requestIds: Set<string>;
  /** Requests of which Amazon gave no ID. */
  withoutId: number;
}

interface CacheEntry {
  readonly asked: InFlightQuery;
  answer?: Answer;
  /** When it expires; undefined while it runs. */
  until?: Instant;
}

/** The identity of a query, independent of the order of its properties. */
const keyOf = (query: Query): string => JSON.stringify(Object.entries(query).sort());

const pointsOf = ({ answer }: CacheEntry): number =>
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
  const tell = (): void => listeners.notify(undefined);
  /** In the order of their sending. */
  const entries = new Map<string, CacheEntry>();
  let rounds: readonly Round[] = [];
  const roundOf = (address: string | undefined): Round | undefined =>
    rounds.findLast(({ places }) => places === undefined || (address !== undefined && places.has(placeKey(address))));

  const serves = ({ asked, until }: CacheEntry): boolean =>
    !asked.isAbandoned() &&
    // If the clock has been set back, the entry would live too long.
    (asked.isRunning() || (until !== undefined && now() < until && until <= now() + keepMs));
  const find = (key: string): CacheEntry | undefined => {
    const found = entries.get(key);
    return found !== undefined && serves(found) ? found : undefined;
  };
  const tidy = (): void => {
    for (const [key, one] of entries) if (!serves(one)) entries.delete(key);
    let points = [...entries.values()].reduce((sum, one) => sum + pointsOf(one), 0);
    for (const [key, one] of entries) {
      if (points <= maxPoints) break;
      if (one.answer !== undefined) entries.delete(key);
      points -= pointsOf(one);
    }
  };
  /** Adds up what a query has cost. */
  const count = (round: Round, asked: InFlightQuery): void => {
    asked.outcome.then(
      ({ requests, requestIds }) => {
        for (const id of requestIds) round.requestIds.add(id);
        round.withoutId += Math.max(0, requests - requestIds.length);
      },
      () => (round.withoutId += asked.progress()?.pages ?? 0),
    );
  };
  const ask = (key: string, query: Query, round: Round | undefined): CacheEntry => {
    const since = round?.since;
    const isRenewed = round !== undefined && (since !== undefined || !round.asked.has(key));
    const fresh = isRenewed ? ({ fresh: round.all === true ? 'all' : 'tail' } as const) : {};
    const how = { ...fresh, ...(since === undefined ? {} : { since }) };
    const one: CacheEntry = { asked: startQuery(query, how, deps, tell) };
    if (round !== undefined) count(round, one.asked);
    entries.delete(key);
    entries.set(key, one);
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
    known: (query, address) => {
      const [key, round] = [keyOf(query), roundOf(address)];
      return round === undefined || round.asked.has(key) ? find(key)?.answer : undefined;
    },
    get: (query, observer) => {
      const [key, round] = [keyOf(query), roundOf(observer.address)];
      const found = find(key);
      const isDue = round !== undefined && !round.asked.has(key);
      const serving = found !== undefined && (!isDue || found.asked.isRunning()) ? found : ask(key, query, round);
      round?.asked.add(key);
      return serving.asked.answerFor(observer);
    },
    running: () => [...entries.values()].map(({ asked }) => asked).filter((asked) => asked.isRunning()),
    subscribe: (listener) => listeners.add(listener),
    renew: (renewal = {}) => {
      const round: Round = { ...renewal, asked: new Set(), requestIds: new Set(), withoutId: 0 };
      rounds = [...rounds, round];
      return {
        requests: () => round.requestIds.size + round.withoutId,
        end: () => {
          rounds = rounds.filter((one) => one !== round);
        },
      };
    },
    clear: (why) => {
      if (why !== undefined) for (const { asked } of entries.values()) asked.cancel(why);
      entries.clear();
      rounds = [];
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
  const { address } = invocation;
  const isPreview = isValuePreview(invocation);
  const known = queries.flatMap((query) => answers.known(query, isPreview ? undefined : address) ?? []);
  if (known.length === queries.length) return known;
  if (isPreview) return undefined;
  const call = cancellationOf(invocation);
  const observer = { signal: call.signal, ...(address === undefined ? {} : { address }) };
  try {
    return await Promise.all(queries.map((query) => answers.get(query, observer)));
  } catch (error) {
    call.abort();
    throw error;
  }
};
