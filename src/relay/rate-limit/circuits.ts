import type { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { admission, closed, heard, probing, type Breaker, type Heard } from './circuit-breaker';
import { failing } from './failures';

/** A request that wants to be sent. */
export interface Applicant {
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

export interface CircuitSettings<A> {
  readonly now: () => Instant;
  /** The applicant may be sent. */
  readonly admit: (applicant: A) => void;
  /** A path fails: those who wait to be sent there are to be refused. */
  readonly onOpen: (path: string, error: FailureError) => void;
}

export interface CircuitState {
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
export class Circuits<A extends Applicant> {
  readonly #settings: CircuitSettings<A>;
  /** Paths without any are in order. */
  readonly #circuits = new Map<string, Circuit<A>>();
  #openedAt: Instant = -Infinity;
  #answeredAt: Instant = -Infinity;

  constructor(settings: CircuitSettings<A>) {
    this.#settings = settings;
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
        circuit.breaker = probing(circuit.breaker);
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
  hear(applicant: A, { outcome, sentAt }: Pick<Heard, 'outcome' | 'sentAt'>): void {
    const at = this.#settings.now();
    if (outcome === 'answered') this.#answeredAt = at;
    const { path } = applicant;
    const circuit = this.#circuits.get(path) ?? { breaker: closed, held: new Set<A>(), probe: undefined };
    const before = circuit.breaker;
    const probe = circuit.probe === applicant;
    circuit.breaker = heard(before, { outcome, sentAt, at, probe });
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
