import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Answer, Query } from '../../core/query/question';
import { startQuery, type InFlightQuery, type AskDeps, type Observer } from './in-flight-query';
import { createListeners } from '../lib/observable';
import { cancellationOf, isValuePreview, type Invocation } from '../cells/invocation';

export interface QueryCacheDeps extends AskDeps {
  readonly now: () => Instant;
  /** How long an answer serves identical calls. Default: 5 minutes. */
  readonly keepMs?: number;
  /** How long a failure does, so that cells calculated together share it. Default: 2 seconds. */
  readonly keepFailureMs?: number;
  /** Points kept in memory, at most; the oldest answers go first. Default: one million. */
  readonly maxPoints?: number;
}

/** The answers of all cells: identical queries share one. */
export interface QueryCache {
  /** The answer in memory, if there is one. */
  known(query: Query): Answer | undefined;
  /** From memory, from a query under way, or asked now. Rejects with a FailureError only. */
  get(query: Query, observer: Observer): Promise<Answer>;
  running(): readonly InFlightQuery[];
  subscribe(listener: () => void): () => void;
  /** Forgets what has settled; the next asking has the relay look again at what may have changed. */
  drop(renewal?: Renewal): void;
  /** Forgets everything, so that nobody gets what somebody else has asked. What runs is cancelled where a reason is given. */
  clear(why?: Failure): void;
}

/** How the relay is to look again. */
export interface Renewal {
  /** On the relay's clock: what it has asked since then all queries share, so that none shows another number. */
  readonly since?: Instant | undefined;
  /** Whether it looks even for what Amazon corrects no more. */
  readonly all?: boolean;
}

interface Persisted {
  readonly asked: InFlightQuery;
  answer?: Answer;
  /** When it no longer serves; undefined while it runs. */
  until?: Instant;
}

/** A query's identity, whatever the order of its members. */
const keyOf = (query: Query): string => JSON.stringify(Object.entries(query).sort());

const pointsOf = ({ answer }: Persisted): number =>
  answer === undefined ? 0 : answer.series.reduce((sum, { values }) => sum + values.length, 0);

export const createQueryCache = (deps: QueryCacheDeps): QueryCache => {
  const { now, keepMs = 5 * 60_000, keepFailureMs = 2_000, maxPoints = 1_000_000 } = deps;
  const listeners = createListeners<undefined>();
  const tell = (): void => listeners.tell(undefined);
  /** In the order in which they were asked. */
  const kept = new Map<string, Persisted>();
  /** Keys asked since the last drop; undefined before the first. */
  let askedSinceDrop: Set<string> | undefined;
  let renewal: Renewal = {};

  const serves = ({ asked, until }: Persisted): boolean =>
    !asked.isAbandoned() &&
    // A clock that has been set back must not make them last.
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
 * The answers that one call of a function needs, in the order of its queries; undefined where somebody only looks at
 * the formula and not all are in memory. Where one fails the others are no longer waited for. Rejects with a
 * FailureError only.
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
