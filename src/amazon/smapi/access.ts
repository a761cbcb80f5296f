/**
 * Remembers in memory, for minutes, who has access to what. If 500 formulas use a skill without access, a few find out
 * and the others are told.
 */
import { LRUCache } from 'lru-cache';
import { type Failure, FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Ask, Call } from './call';

/** What is requested, and for which account. */
export interface Resource {
  readonly accountId: string;
  /** In words that fit inside a sentence: "the metrics of skill … in stage live". */
  readonly what: string;
  /** The skill or the list to which it belongs. */
  readonly subject: string;
}

/** The skill or list of a path: "v1/skills/amzn1.ask.skill.…", "v1/vendors". */
const subjectIn = (path: string): string => path.split('/').slice(0, 3).join('/');

/** The resource of a request. */
export const resourceOf = ({ what, path }: Ask, { accountId }: Pick<Call, 'accountId'>): Resource => ({
  accountId,
  what,
  subject: subjectIn(path),
});

/** A denial is believed this long without asking again. People who were just given access wait no longer. */
const denialMs = 60_000;
/**
 * A subject that was denied after a renewal isn't worth another renewal within this time, while the token works
 * elsewhere.
 */
const renewalMs = 3_600_000;
const most = 1_000;

/** Values that expire, and of which the least recently used are dropped if there are too many. */
class MemoryEntry<V extends object> {
  readonly #now: () => Instant;
  readonly #ttlMs: number;
  readonly #entries = new LRUCache<string, { readonly value: V; readonly at: Instant }>({ max: most });

  constructor(now: () => Instant, ttlMs: number) {
    this.#now = now;
    this.#ttlMs = ttlMs;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    // Setting the clock back must not make anything last longer.
    return entry !== undefined && Math.abs(this.#now() - entry.at) < this.#ttlMs ? entry.value : undefined;
  }

  set(key: string, value: V): void {
    this.#entries.set(key, { value, at: this.#now() });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** Whether Amazon accepted a token with a request that was sent at this time. */
interface Proof {
  readonly sentAt: Instant;
  readonly works: Promise<boolean>;
}

interface RunningCall extends Resource {
  readonly abort: AbortController;
}

const keyOf = ({ accountId, what }: Resource): string => `${accountId} ${what}`;
const subjectOf = ({ accountId, subject }: Resource): string => `${accountId} ${subject}`;
const yes = Promise.resolve(true);
const settled = (): void => undefined;

/** Why a request isn't sent yet. */
const calledBack = new FailureError({ code: 'cancelled', message: 'Another request finds out.', advice: 'Wait.' });

/** Runs work that is aborted with `signal`, or by its own controller, which is in `running` meanwhile. */
const withAbort = async <T>(
  signal: AbortSignal,
  running: Set<RunningCall>,
  resource: Resource,
  work: (own: RunningCall) => Promise<T>,
): Promise<T> => {
  const own = { ...resource, abort: new AbortController() };
  const leave = (): void => own.abort.abort(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  running.add(own);
  try {
    return await work(own);
  } finally {
    running.delete(own);
    signal.removeEventListener('abort', leave);
  }
};

/** What is known about the access of accounts and tokens. It sends nothing itself. */
export class Access {
  readonly #now: () => Instant;
  readonly #denials: MemoryEntry<Failure>;
  /** By token. */
  readonly #proofs: MemoryEntry<Proof>;
  /** By subject. */
  readonly #denied: MemoryEntry<object>;
  /** By token. The outcome of the renewal is known. */
  readonly #replaced: MemoryEntry<object>;
  readonly #running = new Set<RunningCall>();
  readonly #unsent = new Set<RunningCall>();
  readonly #inquiries = new Map<string, Promise<void>>();

  constructor(now: () => Instant) {
    this.#now = now;
    this.#denials = new MemoryEntry(now, denialMs);
    this.#proofs = new MemoryEntry(now, renewalMs);
    this.#denied = new MemoryEntry(now, renewalMs);
    this.#replaced = new MemoryEntry(now, renewalMs);
  }

  /**
   * Runs the work for a resource with a signal that is aborted with `signal`, or as soon as the resource turns out to
   * be denied.
   *
   * @throws {FailureError} the denial, at once if it is known
   */
  async during<T>(resource: Resource, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const known = this.#denials.get(resource.accountId) ?? this.#denials.get(keyOf(resource));
    if (known !== undefined) throw new FailureError(known);
    return withAbort(signal, this.#running, resource, (own) => work(own.abort.signal));
  }

  /** Remembers that an account has no access to a resource, and aborts running requests for it. */
  deny(resource: Resource, failure: Failure): void {
    this.#denials.set(keyOf(resource), failure);
    if (!this.wasDenied(resource)) this.#denied.set(subjectOf(resource), {});
    this.#end((running) => keyOf(running) === keyOf(resource), failure);
  }

  /** Remembers that an account has no access to anything, and aborts its running requests. */
  denyAll(accountId: string, failure: Failure): void {
    this.#denials.set(accountId, failure);
    this.#end((running) => running.accountId === accountId, failure);
  }

  /** A promise that resolves when the current inquiry about a resource is over, or `undefined` if there is none. */
  inquiry(resource: Resource): Promise<void> | undefined {
    return this.#inquiries.get(keyOf(resource));
  }

  /** Runs an inquiry about a resource. Meanwhile, no other request for it is sent. */
  inquire<T>(resource: Resource, work: () => Promise<T>): Promise<T> {
    const key = keyOf(resource);
    const inquiry = work().finally(() => this.#inquiries.delete(key));
    this.#inquiries.set(key, inquiry.then(settled, settled));
    for (const unsent of this.#unsent) if (keyOf(unsent) === key) unsent.abort.abort(calledBack);
    return inquiry;
  }

  /** The result of the work, or `undefined` if an inquiry called it back before it reported that it was sent. */
  async unlessCalledBack<T>(
    resource: Resource,
    signal: AbortSignal,
    work: (signal: AbortSignal, onSent: () => void) => Promise<T>,
  ): Promise<T | undefined> {
    return withAbort(signal, this.#unsent, resource, async (own) => {
      try {
        return await work(own.abort.signal, () => this.#unsent.delete(own));
      } catch (error) {
        if (own.abort.signal.reason === calledBack) return undefined;
        throw error;
      }
    });
  }

  /** Remembers that Amazon accepted the token with a request sent at that time. */
  accepted(token: string, sentAt: Instant): void {
    const known = this.#proofs.get(token);
    if (known === undefined || known.sentAt < sentAt) this.#proofs.set(token, { sentAt, works: yes });
  }

  /**
   * Whether Amazon still accepted the token after `since`. If that isn't known, `probe` finds out, once for all
   * callers. A token can expire at any moment, so earlier requests prove nothing.
   */
  works(token: string, since: Instant, probe: () => Promise<boolean>): Promise<boolean> {
    const known = this.#proofs.get(token);
    if (known !== undefined && known.sentAt >= since) return known.works;
    const proof = { sentAt: this.#now(), works: probe() };
    this.#proofs.set(token, proof);
    proof.works.catch(() => {
      if (this.#proofs.get(token) === proof) this.#proofs.delete(token);
    });
    return proof.works;
  }

  /** Whether a 401 for the skill or list has recently persisted after a renewal. */
  wasDenied(resource: Resource): boolean {
    return this.#denied.get(subjectOf(resource)) !== undefined;
  }

  /** Remembers that a token was renewed, so there is a newer one. */
  replaced(token: string): void {
    this.#replaced.set(token, {});
  }

  /** Whether there is a newer token. */
  isReplaced(token: string): boolean {
    return this.#replaced.get(token) !== undefined;
  }

  #end(concerns: (running: RunningCall) => boolean, failure: Failure): void {
    for (const running of this.#running) if (concerns(running)) running.abort.abort(new FailureError(failure));
  }
}
