/** Options of a retry budget. */
export interface RetryBudgetOptions {
  /**
   * What can be spent before any answer has arrived: enough for sixteen connections to fail five times each.
   *
   * @default 300
   */
  readonly free?: number;
}

/** What an answer adds: enough if Amazon fails every second time. */
const earned = 2;

/**
 * What the requests of one query can spend together on retries. A retry costs as much as its request has failed in a
 * row. Random failures spread over many requests stay cheap, but one request that never succeeds soon has no retries
 * left.
 *
 * @see Finagle's RetryBudget, where successful requests also pay for retries
 */
export class RetryBudget {
  #left: number;

  constructor({ free = 300 }: RetryBudgetOptions = {}) {
    this.#left = free;
  }

  /** Adds to the budget, because a request was answered. */
  earn(): void {
    this.#left += earned;
  }

  /** Pays for a retry, if the budget allows it, and returns whether it does. */
  spend(cost: number): boolean {
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }
}
