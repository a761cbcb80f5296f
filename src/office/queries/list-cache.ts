import type { Stage } from '../../core/domain/catalog';
import { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Skill } from '../../core/protocol/stream';
import type { SetTimer } from '../lib/timers';
import type { RelayClient } from '../relay/client';
import { raceAbort } from '../lib/abort';

export interface ListDeps {
  readonly now: () => Instant;
  readonly wait: SetTimer;
  /** How long a list serves identical calls. Default: 5 minutes. */
  readonly keepMs?: number;
  /** How long a failure does, so that cells calculated together share it. Default: 2 seconds. */
  readonly keepFailureMs?: number;
  /** The longest time for a list. Default: one minute. */
  readonly deadlineMs?: number;
}

/** One of the relay's lists, shared by all cells that ask for it. */
export interface CachedList<T> {
  /** The list in memory, if it is there. */
  known(): T | undefined;
  /** From memory, under way, or asked now. Rejects with a FailureError only: `cancelled` when the signal aborts. */
  get(signal: AbortSignal): Promise<T>;
}

/** The relay's lists for cells. */
export interface ListCache {
  skills(): CachedList<readonly Skill[]>;
  locales(skillId: string, stage: Stage): CachedList<readonly string[]>;
  intents(skillId: string, stage: Stage, locale: string): CachedList<readonly string[]>;
  /** Forgets all, so that the next calls ask again; what runs goes on for those who wait for it. */
  forget(): void;
}

interface Persisted<T> {
  readonly list: Promise<T>;
  value?: T;
  /** When it no longer serves; undefined while it runs. */
  until?: Instant;
}

const late = new FailureError({
  code: 'deadline_exceeded',
  message: "The add-in's server took too long.",
  advice: 'Recalculate the cell to try again.',
});

/** Lists of one kind by what they were asked with. */
const createShelf = <T>({ now, wait, keepMs = 300_000, keepFailureMs = 2_000, deadlineMs = 60_000 }: ListDeps) => {
  const kept = new Map<string, Persisted<T>>();
  const find = (key: string): Persisted<T> | undefined => {
    const found = kept.get(key);
    if (found?.until === undefined) return found;
    // A clock that has been set back must not make it last.
    return now() < found.until && found.until <= now() + keepMs ? found : undefined;
  };
  const ask = (key: string, load: (signal: AbortSignal) => Promise<T>): Persisted<T> => {
    const controller = new AbortController();
    const stop = wait(deadlineMs, () => controller.abort(late));
    const one: Persisted<T> = { list: raceAbort(controller.signal, load(controller.signal)).finally(stop) };
    kept.set(key, one);
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
      get: (signal) => raceAbort(signal, (find(key) ?? ask(key, load)).list),
    }),
    forget: () => kept.clear(),
  };
};

export const createListCache = (relay: RelayClient, deps: ListDeps): ListCache => {
  const skills = createShelf<readonly Skill[]>(deps);
  const names = createShelf<readonly string[]>(deps);
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
