import type { Stage } from '../../core/domain/catalog';
import { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Skill } from '../../core/protocol/stream';
import type { SetTimer } from '../lib/async';
import { unlessAborted } from '../lib/async';
import type { RelayClient } from '../relay/client';

export interface ListDeps {
  readonly now: () => Instant;
  readonly wait: SetTimer;
  /**
   * How long a list is cached, in milliseconds.
   * @default 300_000, 5 minutes
   */
  readonly keepMs?: number;
  /**
   * How long a failure is cached, in milliseconds, so that cells that are calculated together share it.
   * @default 2_000
   */
  readonly keepFailureMs?: number;
  /**
   * The longest time for a list, in milliseconds.
   * @default 60_000, one minute
   */
  readonly deadlineMs?: number;
}

/** One of the relay's lists, shared by all cells that need it. */
export interface CachedList<T> {
  /** The cached list; undefined when it isn't in memory. */
  known(): T | undefined;
  /**
   * The list, from memory, from a request under way or from a new one.
   * @throws {FailureError} `cancelled` when the signal aborts; the relay's failure
   */
  get(signal: AbortSignal): Promise<T>;
}

/** The relay's lists for cells. */
export interface ListCache {
  /** The skills of the signed-in account. */
  skills(): CachedList<readonly Skill[]>;
  /** The locales of a skill, such as `en-US`. */
  locales(skillId: string, stage: Stage): CachedList<readonly string[]>;
  /** The intents of a skill in a locale. */
  intents(skillId: string, stage: Stage, locale: string): CachedList<readonly string[]>;
  /** Clears the cache. Requests under way go on for their callers. */
  forget(): void;
}

interface CacheEntry<T> {
  readonly list: Promise<T>;
  value?: T;
  /** When it expires; undefined while it is requested. */
  until?: Instant;
}

const late = new FailureError({
  code: 'deadline_exceeded',
  message: "The add-in's server took too long.",
  advice: 'Recalculate the cell to try again.',
});

/** A cache of lists of one type. */
const createCachedLists = <T>({
  now,
  wait,
  keepMs = 300_000,
  keepFailureMs = 2_000,
  deadlineMs = 60_000,
}: ListDeps) => {
  const entries = new Map<string, CacheEntry<T>>();
  const find = (key: string): CacheEntry<T> | undefined => {
    const found = entries.get(key);
    if (found?.until === undefined) return found;
    // If the clock has been set back, the entry would live too long.
    return now() < found.until && found.until <= now() + keepMs ? found : undefined;
  };
  const ask = (key: string, load: (signal: AbortSignal) => Promise<T>): CacheEntry<T> => {
    const controller = new AbortController();
    const stop = wait(deadlineMs, () => controller.abort(late));
    const one: CacheEntry<T> = { list: unlessAborted(controller.signal, load(controller.signal)).finally(stop) };
    entries.set(key, one);
    one.list.then(
      (value) => {
        one.value = value;
        one.until = now() + keepMs;
      },
      () => (one.until = now() + keepFailureMs),
    );
    return one;
  };
  return {
    list: (key: string, load: (signal: AbortSignal) => Promise<T>): CachedList<T> => ({
      known: () => find(key)?.value,
      get: (signal) => unlessAborted(signal, (find(key) ?? ask(key, load)).list),
    }),
    forget: () => entries.clear(),
  };
};

/** Creates an empty cache of the relay's lists. */
export const createListCache = (relay: RelayClient, deps: ListDeps): ListCache => {
  const skills = createCachedLists<readonly Skill[]>(deps);
  const names = createCachedLists<readonly string[]>(deps);
  return {
    skills: () => skills.list('', (signal) => relay.skills(signal)),
    locales: (skillId, stage) =>
      names.list(['locales', skillId, stage].join(), (signal) => relay.locales(skillId, stage, signal)),
    intents: (skillId, stage, locale) =>
      names.list([skillId, stage, locale].join(), (signal) => relay.intents(skillId, stage, locale, signal)),
    forget: () => {
      skills.forget();
      names.forget();
    },
  };
};
