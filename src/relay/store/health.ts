import { randomUUID } from 'node:crypto';
import type { Instant } from '../../core/domain/instant';
import { type Clock, isWithin } from '../lib/clock';
import type { Log } from '../observability/log';
import { faultOf, remedyOf, StoreError, type StoreFault } from './fault';
import type { Store } from './store';

/** `reachable` when a probe could be written, read and deleted; else the fault. */
export type StoreState = 'reachable' | StoreFault;

export interface StoreHealthDeps {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /**
   * How long a check's outcome serves further checks, in milliseconds: anyone may ask for the relay's health.
   * @default 1_000
   */
  readonly freshMs?: number;
}

const probeMs = 10_000;

/** Writes, reads and deletes a key, as every sign-in does. */
const probe = async (store: Store): Promise<void> => {
  const [key, text] = [`probe:${randomUUID()}`, randomUUID()];
  await store.set(key, text, { ttlMs: probeMs });
  if ((await store.get(key)) !== text) throw new StoreError('damaged', new Error('what was written was not there'));
  await store.delete(key);
};

/** Checks the store with a probe; logs one line when it fails and one when it works again. */
export class StoreHealth {
  readonly #settings: Required<StoreHealthDeps>;
  #state: StoreState = 'reachable';
  #checkedAt: Instant = -Infinity;
  #checking: Promise<StoreState> | undefined;

  constructor(deps: StoreHealthDeps) {
    this.#settings = { freshMs: 1_000, ...deps };
  }

  /** Probes the store, unless a probe runs or is younger than `freshMs`. Never rejects. */
  check(): Promise<StoreState> {
    const { store, clock, freshMs } = this.#settings;
    if (isWithin(freshMs, this.#checkedAt, clock.now())) return Promise.resolve(this.#state);
    this.#checking ??= probe(store)
      .then(
        () => this.#recovered(),
        (error: unknown) => this.failed(error),
      )
      .then(() => {
        this.#checkedAt = clock.now();
        this.#checking = undefined;
        return this.#state;
      });
    return this.#checking;
  }

  /** Records an error that occurred outside a check. */
  failed(error: unknown): void {
    const fault = faultOf(error);
    if (fault === this.#state) return;
    this.#state = fault;
    this.#settings.log.error({ store: fault, err: error }, `the store fails (${fault}): ${remedyOf(fault)}`);
  }

  #recovered(): void {
    if (this.#state === 'reachable') return;
    this.#state = 'reachable';
    this.#settings.log.info({ store: this.#state }, 'the store works again');
  }
}
