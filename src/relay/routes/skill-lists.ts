import { raceAbort } from '../../amazon/http/deadline';
import type { Call, Smapi, TokenSource } from '../../amazon/smapi/client';
import type { Stage } from '../../core/domain/catalog';
import type { Instant } from '../../core/domain/instant';
import type { Skill } from '../../core/protocol/stream';
import { isWithin } from '../lib/clock';

/** The account on whose behalf a list is requested. */
export interface Caller {
  readonly accountId: string;
  readonly tokens: TokenSource;
  readonly signal: AbortSignal;
}

export interface SkillListDeps {
  readonly smapi: Smapi;
  readonly now: () => Instant;
  /**
   * How long an account's skills are cached, in milliseconds.
   * @default 300_000, 5 minutes
   */
  readonly keepMs?: number;
  /**
   * The longest time for one list, in milliseconds.
   * @default 30_000
   */
  readonly deadlineMs?: number;
  /**
   * The longest time to find out whether Amazon answers at all, in milliseconds: a person waits for it.
   * @default 8_000
   */
  readonly accessMs?: number;
}

interface SkillList {
  readonly skills: Promise<readonly Skill[]>;
  readonly since: Instant;
  /** Aborted when the last caller has left. */
  readonly left: AbortController;
  /** The number of waiting callers. */
  waiting: number;
  isHere: boolean;
}

const maxKept = 1_000;

const byName = (one: Skill, other: Skill): number =>
  one.name.localeCompare(other.name, 'en') ||
  one.skillId.localeCompare(other.skillId, 'en') ||
  // "live" before "development".
  other.stage.localeCompare(one.stage, 'en');

const sorted = (names: readonly string[]): string[] => [...names].sort((a, b) => a.localeCompare(b, 'en'));

/** The lists from which people choose in the pane. Methods throw the FailureErrors of Amazon's client. */
export class SkillLists {
  readonly #settings: Required<SkillListDeps>;
  readonly #lists = new Map<string, SkillList>();

  constructor(deps: SkillListDeps) {
    this.#settings = { keepMs: 300_000, deadlineMs: 30_000, accessMs: 8_000, ...deps };
  }

  /**
   * The skills of all of an account's vendors, sorted by name, ID and stage. Cached for some minutes; concurrent
   * callers share one request.
   *
   * @throws {FailureError} Amazon's failure; `cancelled` when the signal aborts
   */
  async skills({ accountId, tokens, signal }: Caller): Promise<readonly Skill[]> {
    const known = this.#lists.get(accountId);
    const { now, keepMs } = this.#settings;
    const isFresh = known !== undefined && isWithin(keepMs, known.since, now());
    const entry = isFresh ? known : this.#begin(accountId, tokens);
    entry.waiting += 1;
    try {
      return await raceAbort(entry.skills, signal);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.isHere) this.#giveUp(accountId, entry);
    }
  }

  /** The locales of a skill, such as `en-US`, in alphabetical order. */
  async locales(skillId: string, stage: Stage, owner: Caller): Promise<readonly string[]> {
    return sorted(await this.#settings.smapi.locales(skillId, stage, this.#call(owner)));
  }

  /** The intents of a skill's interaction model in a locale, in alphabetical order. */
  async intents(skillId: string, stage: Stage, locale: string, owner: Caller): Promise<readonly string[]> {
    return sorted(await this.#settings.smapi.intents(skillId, stage, locale, this.#call(owner)));
  }

  /**
   * Checks, with the shortest list, whether Amazon answers and accepts the account.
   * @throws {FailureError} why it does not
   */
  async access(owner: Caller): Promise<void> {
    const { smapi, now, accessMs } = this.#settings;
    await smapi.vendors({ ...owner, deadline: now() + accessMs });
  }

  /** Deletes an account's skills from the cache. */
  forget(accountId: string): void {
    this.#lists.delete(accountId);
  }

  #call(owner: Caller): Call {
    return { ...owner, deadline: this.#settings.now() + this.#settings.deadlineMs };
  }

  #begin(accountId: string, tokens: TokenSource): SkillList {
    const { now } = this.#settings;
    const left = new AbortController();
    const skills = this.#fetchSkills({ accountId, tokens, signal: left.signal });
    const entry: SkillList = { skills, since: now(), left, waiting: 0, isHere: false };
    this.#keep(accountId, entry);
    return entry;
  }

  /** Aborts a list and removes it: the next caller requests it again. */
  #giveUp(accountId: string, kept: SkillList): void {
    if (this.#lists.get(accountId) === kept) this.#lists.delete(accountId);
    kept.left.abort();
  }

  #keep(accountId: string, kept: SkillList): void {
    this.#lists.delete(accountId);
    this.#lists.set(accountId, kept);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > maxKept && oldest !== undefined) this.#lists.delete(oldest);
    kept.skills.then(
      () => (kept.isHere = true),
      () => this.#giveUp(accountId, kept),
    );
  }

  async #fetchSkills(owner: Caller): Promise<readonly Skill[]> {
    const { smapi } = this.#settings;
    const call = this.#call(owner);
    const vendors = await smapi.vendors(call);
    const lists = await Promise.all(
      vendors.map(async (vendor) => {
        const skills = await smapi.skills(vendor.id, call);
        return skills.map((skill) => ({ ...skill, vendor: { id: vendor.id, name: vendor.name } }));
      }),
    );
    return lists.flat().sort(byName);
  }
}
