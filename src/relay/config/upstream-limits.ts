/** What is known of Amazon's limits before it tells, as plain data. Amazon publishes no numbers. */

/** Requests a second and in flight, at most. */
export interface Limits {
  /** Left out: as many as Amazon takes. */
  readonly rps?: number;
  readonly concurrency: number;
}

/**
 * N requests take a little more than a second, so that there are never N + 1 within one though the network holds one of
 * them up by this much.
 */
export const slackMs = 20;

/** Milliseconds from one start to the next. */
export const intervalOf = (rps: number): number => (1_000 + slackMs) / rps;

/** How the pace follows Amazon's refusals. */
export const adapting = {
  /** After a 429 without Retry-After: what a limit counts in is seconds. */
  restMs: 1_000,
  /** Five requests a second, one after another, are known to pass: a 429 below that tells nothing of the pace. */
  knownRps: 5,
  /** No pace falls below this. */
  leastRps: 2,
  /** Share of what Amazon took that is sent at first after a 429. Source: RFC 9438 (CUBIC), section 4.6. */
  down: 0.7,
  /** It comes back to what Amazon took within this time, fast at first and slowly when it is near … */
  plateauMs: 7_000,
  /** … and doubles each second from there, until nothing is left of the 429 after this time. */
  recoverMs: 10_000,
} as const;

/** How relays tell one another of a rest. */
export const resting = {
  /** So often a relay looks whether there is one, or whether one has been ended by hand. */
  lookMs: 1_000,
  /** Clocks of machines may differ by so much. A rest that is longer than any for another reason is none. */
  skewMs: 60_000,
} as const;

/** When Amazon counts as failing to answer what a path asks for, and how it is tried again. */
export const breaking = {
  /**
   * So many requests in a row without an answer that means anything: where a quarter of them fails at random, so many
   * do once in 17 million times …
   */
  failures: 12,
  /** … over at least this time: connections that break together are one event. */
  overMs: 2_000,
  /** The first pause; it doubles with each probe that fails. */
  pauseMs: 2_000,
  longestPauseMs: 60_000,
} as const;

/** A relay that cannot reach the store does not know how many others there are: it takes this share of the rate. */
export const shareAlone = 1 / 4;
