/**
 * A circuit breaker, as pure functions, and a set of circuits: a path of Amazon's API that keeps failing is left alone
 * for a while.
 */
import { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { breaking } from '../config/limits';

const seconds = (ms: number): string => {
  const whole = Math.max(1, Math.ceil(ms / 1_000));
  return whole === 1 ? '1 second' : `${whole} seconds`;
};

/**
 * `throttled`: the rate that Amazon allows gives the request no turn before its deadline.
 * @param waitMs milliseconds until it would get one
 */
export const throttled = (waitMs: number): FailureError =>
  new FailureError({
    code: 'throttled',
    message: "Amazon is limiting requests right now, and this query can't finish in time.",
    advice: `Try again in ${seconds(waitMs)} or later.`,
  });

/**
 * `unavailable`: the circuit breaker of the request's path is open.
 * @param waitMs milliseconds until the next probe
 */
const failing = (waitMs: number): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: 'Amazon keeps failing, so it gets a pause.',
    advice: `Try again in ${seconds(waitMs)} or later.`,
  });

/** The state of a circuit breaker. */
export type Breaker =
  /** Requests pass. `since` is when the first request of the current run of failures was sent. */
  | { readonly state: 'closed'; readonly failures: number; readonly since: Instant }
  /** Requests fail at once. `pauses` counts the pauses in a row, including this one. */
  | { readonly state: 'open'; readonly until: Instant; readonly pauses: number }
  /** One request, the probe, is under way. */
  | { readonly state: 'probing'; readonly pauses: number };

/** How a request ended. */
export interface CallOutcome {
  /** `failed`: a 5xx, a broken connection or a time-out. `unknown`: the caller left before the response. */
  readonly outcome: 'answered' | 'failed' | 'unknown';
  readonly sentAt: Instant;
  readonly at: Instant;
  /** Whether the request was the probe. */
  readonly probe: boolean;
}

/** The initial state. */
export const closed: Breaker = { state: 'closed', failures: 0, since: Infinity };

const opened = (at: Instant, pauses: number): Breaker => ({
  state: 'open',
  until: at + Math.min(breaking.longestPauseMs, breaking.pauseMs * 2 ** (pauses - 1)),
  pauses,
});

/**
 * Which requests may be sent now: `all`, one as a `probe`, none until the probe is answered (`wait`), or `none` at all.
 */
export const admission = (breaker: Breaker, now: Instant): 'all' | 'probe' | 'wait' | 'none' => {
  if (breaker.state === 'closed') return 'all';
  if (breaker.state === 'probing') return 'wait';
  return now < breaker.until ? 'none' : 'probe';
};

/** The state after the probe is sent. */
export const halfOpen = (breaker: Breaker): Breaker =>
  breaker.state === 'open' ? { state: 'probing', pauses: breaker.pauses } : breaker;

/** The state after a request has ended. Unless the breaker is closed, only the probe's outcome counts. */
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
  /** The resource it asks for, such as a skill's metrics or a vendor's skills. */
  readonly path: string;
  readonly refuse: (error: FailureError) => void;
}

interface Circuit<A> {
  breaker: Breaker;
  /** The requests that wait for the probe's outcome. */
  readonly held: Set<A>;
  probe: A | undefined;
}

interface CircuitDeps<A> {
  readonly now: () => Instant;
  /** Called for a request that may be sent. */
  readonly admit: (request: A) => void;
  /** Called when a path's breaker opens: its waiting requests must be refused with this error. */
  readonly onOpen: (path: string, error: FailureError) => void;
}

interface CircuitState {
  /** The paths whose breaker isn't closed. */
  readonly failing: number;
  /** Whether Amazon has answered on another path since the last breaker opened. */
  readonly answersOthers: boolean;
  /** The requests that wait for a probe's outcome. */
  readonly held: number;
  /** The next probe. */
  readonly retryAt: Instant | undefined;
}

/** The most paths with a breaker of their own. */
const mostCircuits = 1_000;

/** A breaker for each path, so that Amazon's trouble with one skill doesn't affect the others. */
export class Circuits<A extends PendingRequest> {
  readonly #deps: CircuitDeps<A>;
  /** A path without a circuit is closed. */
  readonly #circuits = new Map<string, Circuit<A>>();
  #openedAt: Instant = -Infinity;
  #answeredAt: Instant = -Infinity;

  constructor(deps: CircuitDeps<A>) {
    this.#deps = deps;
  }

  /** Admits a request, refuses it, or holds it until the path's probe has ended. */
  enter(request: A): void {
    const now = this.#deps.now();
    const circuit = this.#circuits.get(request.path);
    switch (admission(circuit?.breaker ?? closed, now)) {
      case 'none':
        request.refuse(failing(until(circuit, now)));
        return;
      case 'wait':
        circuit?.held.add(request);
        return;
      case 'probe':
        if (circuit === undefined) break;
        circuit.breaker = halfOpen(circuit.breaker);
        circuit.probe = request;
        break;
      case 'all':
    }
    this.#deps.admit(request);
  }

  /** Forgets a request that was cancelled before it was sent. */
  leave(request: A): void {
    const circuit = this.#circuits.get(request.path);
    circuit?.held.delete(request);
    if (circuit?.probe === request) this.hear(request, { outcome: 'unknown', sentAt: this.#deps.now() });
  }

  /** Records how a request that was sent has ended. */
  hear(request: A, { outcome, sentAt }: Pick<CallOutcome, 'outcome' | 'sentAt'>): void {
    const at = this.#deps.now();
    if (outcome === 'answered') this.#answeredAt = at;
    const { path } = request;
    const circuit = this.#circuits.get(path) ?? { breaker: closed, held: new Set<A>(), probe: undefined };
    const before = circuit.breaker;
    const probe = circuit.probe === request;
    circuit.breaker = record(before, { outcome, sentAt, at, probe });
    if (probe) circuit.probe = undefined;
    this.#keep(path, circuit);
    if (circuit.breaker !== before) this.#tell(path, circuit, at);
  }

  /** The state of all circuits, for health checks and metrics. */
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
      for (const request of held) this.enter(request);
      return;
    }
    this.#openedAt = at;
    const error = failing(wait);
    for (const request of held) request.refuse(error);
    this.#deps.onOpen(path, error);
  }
}

const until = <A>(circuit: Circuit<A> | undefined, now: Instant): number =>
  circuit?.breaker.state === 'open' ? circuit.breaker.until - now : 0;
