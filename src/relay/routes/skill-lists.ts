import type { Call, Grant, Smapi } from '../../amazon/smapi/client';
import type { Stage } from '../../core/domain/catalog';
import type { Instant } from '../../core/domain/instant';
import type { Skill } from '../../core/protocol/stream';
import { abortable } from '../auth/abortable';

/** On whose behalf a list is asked for. */
export interface Asker {
  /** Id of the account. */
  readonly customer: string;
  readonly grant: Grant;
  readonly signal: AbortSignal;
}

export interface SkillListSettings {
  readonly smapi: Smapi;
  readonly now: () => Instant;
  /** How long a person's skills are remembered. Default: 5 minutes, in milliseconds. */
  readonly keepMs?: number;
  /** Longest time for one list. Default: 30 seconds, in milliseconds. */
  readonly deadlineMs?: number;
  /** Longest time to find out whether Amazon answers at all: a person waits for it. Default: 8 seconds, in milliseconds. */
  readonly accessMs?: number;
}

interface Kept {
  readonly skills: Promise<readonly Skill[]>;
  readonly until: Instant;
  /** Aborted when nobody waits for them any more. */
  readonly left: AbortController;
  /** How many wait for them. */
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

/** What the pane offers to choose from. All throw what Amazon's client throws. */
export class SkillLists {
  readonly #settings: Required<SkillListSettings>;
  readonly #kept = new Map<string, Kept>();

  constructor(settings: SkillListSettings) {
    this.#settings = { keepMs: 300_000, deadlineMs: 30_000, accessMs: 8_000, ...settings };
  }

  /** All skills of all vendors of a person, by name. Remembered for some minutes; asked once for all who ask meanwhile. */
  async skills({ customer, grant, signal }: Asker): Promise<readonly Skill[]> {
    const known = this.#kept.get(customer);
    const kept = known !== undefined && known.until > this.#settings.now() ? known : this.#begin(customer, grant);
    kept.waiting += 1;
    try {
      return await abortable(kept.skills, signal);
    } finally {
      kept.waiting -= 1;
      if (kept.waiting === 0 && !kept.isHere) this.#giveUp(customer, kept);
    }
  }

  async locales(skillId: string, stage: Stage, asker: Asker): Promise<readonly string[]> {
    return sorted(await this.#settings.smapi.locales(skillId, stage, this.#call(asker)));
  }

  async intents(skillId: string, stage: Stage, locale: string, asker: Asker): Promise<readonly string[]> {
    return sorted(await this.#settings.smapi.intents(skillId, stage, locale, this.#call(asker)));
  }

  /** Finds out by the smallest of lists whether Amazon answers this person: throws why not. */
  async access(asker: Asker): Promise<void> {
    const { smapi, now, accessMs } = this.#settings;
    await smapi.vendors({ ...asker, deadline: now() + accessMs });
  }

  /** Forgets a person's skills. */
  forget(customer: string): void {
    this.#kept.delete(customer);
  }

  #call(asker: Asker): Call {
    return { ...asker, deadline: this.#settings.now() + this.#settings.deadlineMs };
  }

  #begin(customer: string, grant: Grant): Kept {
    const { now, keepMs } = this.#settings;
    const left = new AbortController();
    const skills = this.#fetchSkills({ customer, grant, signal: left.signal });
    const kept: Kept = { skills, until: now() + keepMs, left, waiting: 0, isHere: false };
    this.#keep(customer, kept);
    return kept;
  }

  /** Whoever asks from here on asks anew. */
  #giveUp(customer: string, kept: Kept): void {
    if (this.#kept.get(customer) === kept) this.#kept.delete(customer);
    kept.left.abort();
  }

  #keep(customer: string, kept: Kept): void {
    this.#kept.delete(customer);
    this.#kept.set(customer, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
    kept.skills.then(
      () => (kept.isHere = true),
      () => this.#giveUp(customer, kept),
    );
  }

  async #fetchSkills(asker: Asker): Promise<readonly Skill[]> {
    const { smapi } = this.#settings;
    const call = this.#call(asker);
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
