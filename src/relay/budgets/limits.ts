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

/** How the pace follows Amazon's answers. */
export const adapting = {
  /** After a 429 without Retry-After: what a limit counts in is seconds. */
  restMs: 1_000,
  /** Factor on rate and concurrency, at once. */
  down: 0.5,
  /** Share of the rate at which Amazon refused that is won back with each second of answers. */
  up: 0.05,
  /** A learnt rate is forgotten when it has grown to so many times what Amazon once refused. */
  forget: 2,
  /** No rate falls below this: five requests a second, one after another, are known to pass. */
  leastRps: 2,
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
