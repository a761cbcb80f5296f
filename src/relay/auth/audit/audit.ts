import { randomBytes } from 'node:crypto';
import { formatInstant, type Instant } from '../../../core/domain/instant';
import type { Clock } from '../../lib/clock';
import { hashOf } from '../../lib/session-token';
import type { Store } from '../../store/store';
import type { Sealer } from '../encryption';
import type { AuditEntry } from './entry';

/** The prefix of all entries in the store. */
export const auditPrefix = 'audit:';
const nobody = '-';

/** The prefix of an account's entries. */
export const auditPrefixOf = (accountId: string | undefined): string =>
  `${auditPrefix}${accountId === undefined ? nobody : hashOf(accountId).slice(0, 22)}:`;

const ordered = (count: number, digits: number): string => count.toString(36).padStart(digits, '0');
let written = 0;

/** Keys are in the order of time, and those of one relay in the order in which they were written. */
const keyFor = (accountId: string | undefined, now: Instant): string =>
  `${auditPrefixOf(accountId)}${ordered(now, 9)}-${ordered((written += 1), 8)}-${randomBytes(6).toString('hex')}`;

export interface AuditDeps {
  readonly store: Pick<Store, 'setMany'>;
  readonly sealer: Pick<Sealer, 'seal'>;
  readonly clock: Pick<Clock, 'now' | 'every'>;
  /** How long entries are kept, in milliseconds. 0: there are none. */
  readonly keepMs: number;
  readonly redact: (text: string) => string;
  /** Called when the store fails: entries are lost then. */
  readonly onError: (error: unknown) => void;
}

/** An entry before it has a time. */
export type AuditEvent = Omit<AuditEntry, 'at' | 'times'>;

const writeMs = 1_000;
const refusalsMs = 60_000;
/** Refused strangers must not fill the store: beyond so many in a minute, all others share one entry. */
const mostRefusals = 100;
const blockSize = 200;

/** Equal events, which are kept once. */
class Tally {
  readonly #entries = new Map<string, AuditEntry>();

  get size(): number {
    return this.#entries.size;
  }

  add(event: AuditEvent, now: Instant, times: number): void {
    const key = JSON.stringify(event);
    const known = this.#entries.get(key);
    const count = (known?.times ?? (known === undefined ? 0 : 1)) + times;
    this.#entries.set(key, { at: known?.at ?? formatInstant(now), ...event, ...(count === 1 ? {} : { times: count }) });
  }

  take(): AuditEntry[] {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    return entries;
  }
}

const groupByOwner = (entries: readonly AuditEntry[]): Map<string | undefined, AuditEntry[]> => {
  const owners = new Map<string | undefined, AuditEntry[]>();
  for (const entry of entries) {
    const own = owners.get(entry.who);
    if (own === undefined) owners.set(entry.who, [entry]);
    else own.push(entry);
  }
  return owners;
};

const blocksOf = (entries: readonly AuditEntry[]): AuditEntry[][] =>
  Array.from({ length: Math.ceil(entries.length / blockSize) }, (_, index) =>
    entries.slice(index * blockSize, (index + 1) * blockSize),
  );

/**
 * The record of who did what: sign-ins, sign-outs, ended access, refusals, and queries. The relay only ever appends to
 * it; entries go when they are older than the setting allows. Each is encrypted in the store and tied to its key, so it
 * can't be changed or moved.
 */
export class Audit {
  readonly #deps: AuditDeps;
  readonly #events = new Tally();
  readonly #refusals = new Tally();
  #refusedSince: Instant | undefined;
  #stopWriting: (() => void) | undefined;

  constructor(deps: AuditDeps) {
    this.#deps = deps;
  }

  /** Writes an event that must not be lost. Never rejects: reports a store that fails. */
  async write(event: AuditEvent): Promise<void> {
    const entry = { at: formatInstant(this.#deps.clock.now()), ...event };
    if (this.#deps.keepMs > 0) await this.#save([entry]);
  }

  /** Notes an event, to be written within a second, together with equal ones; a refusal within a minute. */
  note(event: AuditEvent, times = 1): void {
    const { clock, keepMs } = this.#deps;
    if (keepMs === 0) return;
    if (event.event === 'refused') this.#noteRefusal(event, times);
    else this.#events.add(event, clock.now(), times);
    this.#stopWriting ??= clock.every(writeMs, () => void this.flush(clock.now()));
  }

  #noteRefusal({ address, ...event }: AuditEvent, times: number): void {
    const now = this.#deps.clock.now();
    this.#refusedSince ??= now;
    const named = address === undefined || this.#refusals.size >= mostRefusals ? event : { ...event, address };
    this.#refusals.add(named, now, times);
  }

  /**
   * Writes what has been noted. Never rejects.
   * @param now refusals younger than a minute wait
   * @default Infinity
   */
  async flush(now: Instant = Infinity): Promise<void> {
    const entries = this.#events.take();
    if (now - (this.#refusedSince ?? Infinity) >= refusalsMs || now === Infinity) {
      entries.push(...this.#refusals.take());
      this.#refusedSince = undefined;
    }
    if (this.#refusals.size === 0) {
      this.#stopWriting?.();
      this.#stopWriting = undefined;
    }
    await this.#save(entries);
  }

  async #save(entries: readonly AuditEntry[]): Promise<void> {
    const { store, onError, keepMs } = this.#deps;
    try {
      const blocks = [...groupByOwner(entries)].flatMap(([owner, own]) =>
        blocksOf(own).map((block) => this.#sealed(owner, block)),
      );
      const sealed = await Promise.all(blocks);
      if (sealed.length > 0) await store.setMany(sealed.map((one) => ({ ...one, ttlMs: keepMs })));
    } catch (error) {
      onError(error);
    }
  }

  async #sealed(owner: string | undefined, block: readonly AuditEntry[]): Promise<{ key: string; text: string }> {
    const { sealer, clock } = this.#deps;
    const key = keyFor(owner, clock.now());
    return {
      key,
      text: await sealer.seal(
        key,
        block.map((entry) => this.#redacted(entry)),
      ),
    };
  }

  #redacted(entry: AuditEntry): AuditEntry {
    const { redact } = this.#deps;
    const { outcome, skillId, metrics } = entry;
    return {
      ...entry,
      outcome: redact(outcome),
      ...(skillId === undefined ? {} : { skillId: redact(skillId) }),
      ...(metrics === undefined ? {} : { metrics: metrics.map(redact) }),
    };
  }
}
