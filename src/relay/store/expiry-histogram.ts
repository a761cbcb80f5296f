import type { Instant } from '../../core/domain/instant';

const stepMs = 60_000;
const stepOf = (expiresAt: Instant): number => Math.floor(expiresAt / stepMs);

/** Which of many keys expire first, to the minute. */
export interface CutOff {
  /** All keys go that expire before it. */
  readonly before: Instant;
  /** Of those that expire in the minute that begins there, so many go. */
  readonly rest: number;
}

/**
 * Counts keys by the minute of their expiry, so that those which expire first can be found without sorting all keys:
 * sorting half a million would block the event loop.
 */
export class ExpiryHistogram {
  readonly #counts = new Map<number, number>();
  #total = 0;

  /** The number of keys, including those without an expiry. */
  get total(): number {
    return this.#total;
  }

  /** Adds a key; without an expiry it never goes. */
  add(expiresAt: Instant | null): void {
    this.#total += 1;
    if (expiresAt === null) return;
    const step = stepOf(expiresAt);
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1);
  }

  /** The cut-off by which `over` keys go, or all that have an expiry if there are fewer. */
  cutOff(over: number): CutOff {
    let left = Math.max(0, over);
    for (const [step, count] of [...this.#counts].sort(([one], [other]) => one - other)) {
      if (count >= left) return { before: step * stepMs, rest: left };
      left -= count;
    }
    return { before: Infinity, rest: 0 };
  }
}

/** The end of the minute that begins at a cut-off. */
export const minuteAfter = ({ before }: CutOff): Instant => before + stepMs;
