/** The locales and intents that a skill has, as its manifest and its interaction models tell. */
import { LRUCache } from 'lru-cache';
import type { Call, TokenSource, Smapi } from '../../../amazon/smapi/client';
import type { Stage } from '../../../core/domain/catalog';
import { failureOf, type FailureCode } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';

export interface SkillNamesDeps {
  readonly smapi: Pick<Smapi, 'locales' | 'intents'>;
  readonly now: () => Instant;
  /** How long names are remembered. Default: 5 minutes, in milliseconds. */
  readonly keepMs?: number;
  /** Longest time for one list. Default: 30 seconds, in milliseconds. */
  readonly deadlineMs?: number;
}

/** Whose skill it is, and who wants to know. */
export interface NamesCaller {
  readonly skillId: string;
  readonly stage: Stage;
  readonly accountId: string;
  readonly tokens: TokenSource;
  readonly signal: AbortSignal;
}

/** Undefined where they cannot be read. */
type Names = readonly string[] | undefined;

/** What stays so for a while: no scope for it, no such skill, or a kind of skill without a model. */
const lasting: readonly FailureCode[] = ['forbidden', 'not_found', 'rejected'];

interface Read {
  readonly names: Names;
  /** Whether asking again at once would tell nothing else. */
  readonly lasts: boolean;
}

/** The names that a call gives; what has failed is not known. Throws `cancelled` where nobody waits any more. */
const readNames = async (load: () => Promise<Names>): Promise<Read> => {
  try {
    return { names: await load(), lasts: true };
  } catch (error) {
    const { code } = failureOf(error);
    if (code === 'cancelled') throw error;
    return { names: undefined, lasts: lasting.includes(code) };
  }
};

export class SkillNames {
  readonly #settings: Required<SkillNamesDeps>;
  readonly #kept: LRUCache<string, { readonly names: Names }>;
  readonly #reading = new Map<string, Promise<Read>>();

  constructor(deps: SkillNamesDeps) {
    this.#settings = { keepMs: 300_000, deadlineMs: 30_000, ...deps };
    const { keepMs, now } = this.#settings;
    this.#kept = new LRUCache({ max: 1_000, ttl: keepMs, perf: { now }, ttlResolution: 0 });
  }

  /** The locales of the skill's manifest; undefined where it cannot be read. */
  locales(owner: NamesCaller): Promise<Names> {
    const { skillId, stage } = owner;
    return this.#names('locales', owner, () => this.#settings.smapi.locales(skillId, stage, this.#call(owner)));
  }

  /** The intents of all locales' models; undefined where one of them cannot be read. */
  intents(owner: NamesCaller): Promise<Names> {
    const { skillId, stage } = owner;
    return this.#names('intents', owner, async () => {
      const locales = await this.locales(owner);
      if (locales === undefined || locales.length === 0) return undefined;
      const models = await Promise.all(
        locales.map((locale) =>
          this.#model(() => this.#settings.smapi.intents(skillId, stage, locale, this.#call(owner))),
        ),
      );
      const intents = [...new Set(models.flat())];
      return intents.length === 0 ? undefined : intents;
    });
  }

  /** Forgets the names of an account's skills. */
  forget(accountId: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${accountId} `)) this.#kept.delete(key);
  }

  #call({ accountId, tokens, signal }: NamesCaller): Call {
    const { now, deadlineMs } = this.#settings;
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
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.names;
    const reading = this.#reading.get(key) ?? this.#read(key, load);
    // Where whoever reads them for all has left, each reads them for themselves.
    const read = await reading.catch(() => this.#read(key, load));
    return read.names;
  }

  #read(key: string, load: () => Promise<Names>): Promise<Read> {
    const reading = readNames(load);
    this.#reading.set(key, reading);
    const ended = (read?: Read): void => {
      if (read?.lasts === true) this.#kept.set(key, { names: read.names });
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    };
    reading.then(ended, () => ended());
    return reading;
  }
}
