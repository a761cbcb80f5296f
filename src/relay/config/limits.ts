/** Assumptions about Amazon's limits, as plain data. Amazon publishes no numbers. */

/** Limits for requests to Amazon. */
export interface Limits {
  /** The most requests a second. Absent: as many as Amazon accepts. */
  readonly rps?: number;
  /** The most requests in flight. */
  readonly concurrency: number;
}

/**
 * Milliseconds by which N requests take longer than a second. Amazon then never counts N + 1 within one second, even if
 * the network delays one of them by this much.
 */
export const slackMs = 20;

/** Milliseconds between two starts at a rate of `rps` requests a second. */
export const intervalOf = (rps: number): number => (1_000 + slackMs) / rps;

/**
 * How the rate follows Amazon's 429 responses.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9438 | RFC 9438 (CUBIC)}, after which the recovery is modelled
 */
export const adapting = {
  /** The cool-down after a 429 without Retry-After. Limits are counted by the second. */
  restMs: 1_000,
  /** Five sequential requests a second are known to pass: a 429 at a lower rate says nothing about the rate. */
  knownRps: 5,
  /** The lowest rate. */
  leastRps: 2,
  /** The factor by which the rate falls after a 429 (RFC 9438, section 4.6). */
  down: 0.7,
  /** The time until the rate is back at the level that Amazon accepted, fast at first and slow at the end. */
  plateauMs: 7_000,
  /** The time until the 429 has no more effect. The rate doubles each second after the plateau. */
  recoverMs: 10_000,
} as const;

/** How relays share a cool-down. */
export const resting = {
  /** How often a relay looks in the store for a new cool-down, or for one that an operator has ended. */
  lookMs: 1_000,
  /** By how much two machines' clocks may differ. A stored cool-down beyond the longest one plus this is invalid. */
  skewMs: 60_000,
} as const;

/** When the circuit breaker of a path opens, and how it tries again. */
export const breaking = {
  /**
   * Consecutive failures that open it. If a quarter of all requests failed at random, a run as long as this would come
   * once in 17 million.
   */
  failures: 12,
  /** The least duration of the run: connections that break together are one event. */
  overMs: 2_000,
  /** The first pause. It doubles with each failed probe. */
  pauseMs: 2_000,
  longestPauseMs: 60_000,
} as const;

/** The share of the rate that a relay takes while it can't reach the store, since it can't know how many others run. */
export const shareAlone = 1 / 4;

/** The most requests a minute that the relay accepts. 0 means any number. */
export interface RequestLimits {
  /** From one address, to start, finish or redeem a sign-in. */
  readonly signIn: number;
  /** From one address, to the API. */
  readonly api: number;
  /** From one address, to everything else. */
  readonly pages: number;
  /** From one signed-in person, to everything that needs a session. */
  readonly person: number;
}

/** Why a request exceeds a limit. */
export interface LimitRefusal {
  /** Whose limit it exceeds. */
  readonly by: 'address' | 'person';
  /** Milliseconds until the request would be accepted. */
  readonly waitMs: number;
}
