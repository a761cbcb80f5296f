/** A circuit breaker: what fails again and again is left alone for a while. Pure. */
import type { Instant } from '../../core/domain/instant';
import { breaking } from '../config/upstream-limits';
import type { FailureError } from '../../core/domain/failure';
import { failing } from './failures';

export type Breaker =
  /** `since`: when the first request of the run of failures was sent. */
  | { readonly state: 'closed'; readonly failures: number; readonly since: Instant }
  /** `pauses`: how many in a row, this one included. */
  | { readonly state: 'open'; readonly until: Instant; readonly pauses: number }
  /** One request is on its way to find out. */
  | { readonly state: 'probing'; readonly pauses: number };

export interface CallOutcome {
  /** `failed`: 5xx, a broken connection, no answer in time. `unknown`: nobody waited for the answer. */
  readonly outcome: 'answered' | 'failed' | 'unknown';
  readonly sentAt: Instant;
  readonly at: Instant;
  readonly probe: boolean;
}

export const closed: Breaker = { state: 'closed', failures: 0, since: Infinity };

const opened = (at: Instant, pauses: number): Breaker => ({
  state: 'open',
  until: at + Math.min(breaking.longestPauseMs, breaking.pauseMs * 2 ** (pauses - 1)),
  pauses,
});

/** What may be sent now: everything, one request to find out, nothing until that is answered, nothing at all. */
export const admission = (breaker: Breaker, now: Instant): 'all' | 'probe' | 'wait' | 'none' => {
  if (breaker.state === 'closed') return 'all';
  if (breaker.state === 'probing') return 'wait';
  return now < breaker.until ? 'none' : 'probe';
};

/** The breaker once its probe is sent. */
export const halfOpen = (breaker: Breaker): Breaker =>
  breaker.state === 'open' ? { state: 'probing', pauses: breaker.pauses } : breaker;

/** The breaker after an answer, or the lack of one. While it is not closed, the probe's alone counts. */
export const record = (breaker: Breaker, { outcome, sentAt, at, probe }: CallOutcome): Breaker => {
  if (breaker.state === 'closed') {
    if (outcome === 'unknown') return breaker;
    if (outcome === 'answered') return closed;
    const failures = breaker.failures + 1;
    const since = Math.min(breaker.since, sentAt);
    const over = failures >= breaking.failures && at - since >= breaking.overMs;
    return over ? opened(at, 1) : { state: 'closed', failures, since };
  }
  if (breaker.state === 'open' || !probe) return breaker;
  if (outcome === 'answered') return closed;
  return outcome === 'failed' ? opened(at, breaker.pauses + 1) : { state: 'open', until: at, pauses: breaker.pauses };
};

/** A request that wants to be sent. */
interface PendingRequest {
  /** What it asks for: a skill's metrics, a vendor's skills. */
  readonly path: string;
  readonly refuse: (error: FailureError) => void;
}

interface Circuit<A> {
  breaker: Breaker;
  /** Those who wait for the probe's answer. */
  readonly held: Set<A>;
  probe: A | undefined;
}

interface CircuitDeps<A> {
  readonly now: () => Instant;
  /** The applicant may be sent. */
  readonly admit: (applicant: A) => void;
  /** A path fails: those who wait to be sent there are to be refused. */
  readonly onOpen: (path: string, error: FailureError) => void;
}

interface CircuitState {
  /** Paths that are left alone, or being tried. */
  readonly failing: number;
  /** Something was answered since the last of them failed. */
  readonly answersOthers: boolean;
  /** Applicants who wait for a probe's answer. */
  readonly held: number;
  /** When the next path will be tried. */
  readonly retryAt: Instant | undefined;
}

/** More paths than this do not fail one by one. */
const mostCircuits = 1_000;

/** A breaker for each path, so that one skill over which Amazon stumbles leaves the others alone. */
export class Circuits<A extends PendingRequest> {
  readonly #settings: CircuitDeps<A>;
  /** Paths without any are in order. */
  readonly #circuits = new Map<string, Circuit<A>>();
  #openedAt: Instant = -Infinity;
  #answeredAt: Instant = -Infinity;

  constructor(deps: CircuitDeps<A>) {
    this.#settings = deps;
  }

  /** Admits, refuses, or keeps the applicant until the path's probe is answered. */
  enter(applicant: A): void {
    const now = this.#settings.now();
    const circuit = this.#circuits.get(applicant.path);
    switch (admission(circuit?.breaker ?? closed, now)) {
      case 'none':
        applicant.refuse(failing(until(circuit, now)));
        return;
      case 'wait':
        circuit?.held.add(applicant);
        return;
      case 'probe':
        if (circuit === undefined) break;
        circuit.breaker = halfOpen(circuit.breaker);
        circuit.probe = applicant;
        break;
      case 'all':
    }
    this.#settings.admit(applicant);
  }

  /** The applicant has gone before it was sent. */
  leave(applicant: A): void {
    const circuit = this.#circuits.get(applicant.path);
    circuit?.held.delete(applicant);
    if (circuit?.probe === applicant) this.hear(applicant, { outcome: 'unknown', sentAt: this.#settings.now() });
  }

  /** What became of an applicant that was sent. */
  hear(applicant: A, { outcome, sentAt }: Pick<CallOutcome, 'outcome' | 'sentAt'>): void {
    const at = this.#settings.now();
    if (outcome === 'answered') this.#answeredAt = at;
    const { path } = applicant;
    const circuit = this.#circuits.get(path) ?? { breaker: closed, held: new Set<A>(), probe: undefined };
    const before = circuit.breaker;
    const probe = circuit.probe === applicant;
    circuit.breaker = record(before, { outcome, sentAt, at, probe });
    if (probe) circuit.probe = undefined;
    this.#keep(path, circuit);
    if (circuit.breaker !== before) this.#tell(path, circuit, at);
  }

  state(): CircuitState {
    const circuits = [...this.#circuits.values()];
    const broken = circuits.filter(({ breaker }) => breaker.state !== 'closed');
    const times = broken.flatMap(({ breaker }) => (breaker.state === 'open' ? [breaker.until] : []));
    return {
      failing: broken.length,
      answersOthers: this.#answeredAt > this.#openedAt,
      held: circuits.reduce((sum, { held }) => sum + held.size, 0),
      retryAt: times.length === 0 ? undefined : Math.min(...times),
    };
  }

  #keep(path: string, circuit: Circuit<A>): void {
    this.#circuits.delete(path);
    if (circuit.breaker === closed && circuit.held.size === 0) return;
    this.#circuits.set(path, circuit);
    if (this.#circuits.size <= mostCircuits) return;
    const [idle] = [...this.#circuits].find(([, { breaker }]) => breaker.state === 'closed') ?? [];
    if (idle !== undefined) this.#circuits.delete(idle);
  }

  #tell(path: string, circuit: Circuit<A>, at: Instant): void {
    const held = [...circuit.held];
    circuit.held.clear();
    const wait = until(circuit, at);
    if (wait <= 0) {
      for (const applicant of held) this.enter(applicant);
      return;
    }
    this.#openedAt = at;
    const error = failing(wait);
    for (const applicant of held) applicant.refuse(error);
    this.#settings.onOpen(path, error);
  }
}

const until = <A>(circuit: Circuit<A> | undefined, now: Instant): number =>
  circuit?.breaker.state === 'open' ? circuit.breaker.until - now : 0;
