export interface RetryBudgetOptions {
  /** What may be spent before anything has been answered. Default: 300, so that sixteen connections may break six times. */
  readonly free?: number;
}

/** What an answer adds: enough for an Amazon that fails every second time. */
const earned = 2;

/**
 * What the requests of one query may spend together on trying again. A try costs as much as its request has failed in
 * a row: random failures spread over many requests and are cheap, while one request that never succeeds soon is not.
 * Source of the idea: Finagle's RetryBudget, where successful requests pay for retries.
 */
export class RetryBudget {
  #left: number;

  constructor({ free = 300 }: RetryBudgetOptions = {}) {
    this.#left = free;
  }

  /** Another request was answered. */
  earn(): void {
    this.#left += earned;
  }

  /** Whether there is so much left for another try; pays for it where there is. */
  spend(cost: number): boolean {
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }
}
