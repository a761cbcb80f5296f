/** The locales and intents of a skill, from its manifest and its interaction models. */
import { LRUCache } from 'lru-cache';
import type { Call, Smapi, TokenSource } from '../../../amazon/smapi/client';
import type { Stage } from '../../../core/domain/catalog';
import { type FailureCode, failureOf } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';

export interface SkillNamesDeps {
  readonly smapi: Pick<Smapi, 'locales' | 'intents'>;
  readonly now: () => Instant;
  /**
   * How long names are cached, in milliseconds.
   * @default 300_000, 5 minutes
   */
  readonly keepMs?: number;
  /**
   * The longest time for one list, in milliseconds.
   * @default 30_000
   */
  readonly deadlineMs?: number;
}

/** A skill, and the account on whose behalf its names are read. */
export interface NamesCaller {
  readonly skillId: string;
  readonly stage: Stage;
  readonly accountId: string;
  readonly tokens: TokenSource;
  readonly signal: AbortSignal;
}

/** Undefined when they can't be read. */
type Names = readonly string[] | undefined;

/** Failures that last: a missing scope, an unknown skill, or a type of skill without a model. */
const lasting: readonly FailureCode[] = ['forbidden', 'not_found', 'rejected'];

interface Read {
  readonly names: Names;
  /** Whether the outcome may be cached. */
  readonly lasts: boolean;
}

/**
 * Reads names; undefined when the call fails.
 * @throws {FailureError} `cancelled` when the caller no longer waits
 */
const readNames = async (load: () => Promise<Names>): Promise<Read> => {
  try {
    return { names: await load(), lasts: true };
  } catch (error) {
    const { code } = failureOf(error);
    if (code === 'cancelled') throw error;
    return { names: undefined, lasts: lasting.includes(code) };
  }
};

/** A cache of skills' names. Concurrent callers share one request. */
export class SkillNames {
  readonly #deps: Required<SkillNamesDeps>;
  readonly #cache: LRUCache<string, { readonly names: Names }>;
  readonly #reading = new Map<string, Promise<Read>>();

  constructor(deps: SkillNamesDeps) {
    this.#deps = { keepMs: 300_000, deadlineMs: 30_000, ...deps };
    const { keepMs, now } = this.#deps;
    this.#cache = new LRUCache({ max: 1_000, ttl: keepMs, perf: { now }, ttlResolution: 0 });
  }

  /**
   * The locales in the skill's manifest, such as `en-US`.
   * @returns undefined when the manifest can't be read
   * @throws {FailureError} `cancelled` when the signal aborts
   */
  locales(owner: NamesCaller): Promise<Names> {
    const { skillId, stage } = owner;
    return this.#names('locales', owner, () => this.#deps.smapi.locales(skillId, stage, this.#call(owner)));
  }

  /**
   * The intents of the interaction models in all locales, without duplicates.
   * @returns undefined when there are none, or a model can't be read
   * @throws {FailureError} `cancelled` when the signal aborts
   */
  intents(owner: NamesCaller): Promise<Names> {
    const { skillId, stage } = owner;
    return this.#names('intents', owner, async () => {
      const locales = await this.locales(owner);
      if (locales === undefined || locales.length === 0) return undefined;
      const models = await Promise.all(
        locales.map((locale) => this.#model(() => this.#deps.smapi.intents(skillId, stage, locale, this.#call(owner)))),
      );
      const intents = [...new Set(models.flat())];
      return intents.length === 0 ? undefined : intents;
    });
  }

  /** Deletes the names of an account's skills from the cache. */
  forget(accountId: string): void {
    for (const key of this.#cache.keys()) if (key.startsWith(`${accountId} `)) this.#cache.delete(key);
  }

  #call({ accountId, tokens, signal }: NamesCaller): Call {
    const { now, deadlineMs } = this.#deps;
    return { accountId, tokens, signal, deadline: now() + deadlineMs };
  }

  /** Not every locale of a manifest has a model. */
  async #model(load: () => Promise<readonly string[]>): Promise<readonly string[]> {
    try {
      return await load();
    } catch (error) {
      if (failureOf(error).code === 'not_found') return [];
      throw error;
    }
  }

  async #names(what: string, { accountId, skillId, stage }: NamesCaller, load: () => Promise<Names>): Promise<Names> {
    const key = [accountId, skillId, stage, what].join(' ');
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached.names;
    const reading = this.#reading.get(key) ?? this.#read(key, load);
    // The caller whose request is shared may have left; the others then send their own.
    const read = await reading.catch(() => this.#read(key, load));
    return read.names;
  }

  #read(key: string, load: () => Promise<Names>): Promise<Read> {
    const reading = readNames(load);
    this.#reading.set(key, reading);
    const ended = (read?: Read): void => {
      if (read?.lasts === true) this.#cache.set(key, { names: read.names });
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    };
    reading.then(ended, () => ended());
    return reading;
  }
}
