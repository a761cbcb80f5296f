/**
 * The page size of Amazon's Metrics API, as this deployment has learnt it. Amazon's documentation names 100,000 points
 * as the maximum, its published model 50. So the relay asks for the large size until Amazon refuses it, and counts the
 * points that really come.
 * @see {@link https://developer.amazon.com/docs/alexa/smapi/metrics-api-v1.html | Metrics API v1}
 */
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import type { Store } from '../../store/store';

/** The largest `maxResults` in the npm package `ask-smapi-model`, Amazon's published model of the API. */
export const safePageSize = 50;
/** The largest `maxResults` in Amazon's documentation of the API. */
export const largestPageSize = 100_000;

/** The age, in milliseconds, after which a cap is learnt again: Amazon may have raised it. */
const relearnAfterMs = 3_600_000;

/** This many short pages of the same length count as a cap. */
const shortPages = 3;

/** How long other ranges wait for the one that learns, in milliseconds: Amazon may hang on its request. */
const maxWaitMs = 2_000;

/** The learnt limits of Amazon's pages. */
export interface LearntLimits {
  /** The largest `maxResults` that Amazon has accepted. */
  readonly accepted?: number;
  /** The points of a page that was not the last one, and when it was seen. */
  readonly cap?: { readonly points: number; readonly at: Instant };
  /** The points of the longest page that held its whole window. */
  readonly whole: number;
}

/** Shares learnt limits with the other relays of a deployment, and with this one after a restart. Never rejects. */
export interface StoredLimits {
  recall(): Promise<LearntLimits | undefined>;
  keep(learnt: LearntLimits, ttlMs: number): void;
}

/** Whether the message of Amazon's 400 names the page size. */
const refusesSize = (error: unknown): boolean =>
  error instanceof FailureError &&
  error.failure.code === 'rejected' &&
  /max.?results|page.?size/i.test(error.failure.message);

/** Learns how many points a page of Amazon holds. */
export class PageLimits {
  #accepted: number | undefined;
  #cap: LearntLimits['cap'];
  #whole = 0;
  #short: { readonly points: number; readonly times: number } | undefined;
  /** By skill: Amazon may hang on one of them. */
  readonly #learning = new Map<string, Promise<void>>();
  /** The number of informative pages. */
  #seen = 0;
  readonly #now: () => Instant;
  readonly #memory: StoredLimits | undefined;

  /** @param memory outlives the process; without it, the limits are lost with it */
  constructor(now: () => Instant, memory?: StoredLimits) {
    this.#now = now;
    this.#memory = memory;
  }

  /**
   * The most points of a page: the smaller of Amazon's cap and the wanted size.
   * @returns undefined when neither is known
   */
  pageSize(wanted: number | undefined): number | undefined {
    const known = [this.#cap?.points, wanted].filter((points) => points !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /**
   * The points that are known to fit on one page.
   * @returns undefined when no page has been seen yet
   */
  fitting(wanted: number | undefined): number | undefined {
    const seen = this.#cap?.points ?? (this.#whole === 0 ? undefined : this.#whole);
    return seen === undefined ? undefined : Math.min(seen, wanted ?? Infinity);
  }

  /** Whether it is known if `points` points fit on a page of the wanted size. */
  knows(points: number, wanted: number | undefined): boolean {
    return this.#cap !== undefined || this.#whole >= points || (wanted ?? Infinity) < points;
  }

  /** Whether the first request of a range with this many points should come alone, to plan the others by its answer. */
  #mustLearn(points: number, wanted: number | undefined): boolean {
    if (wanted !== undefined && wanted <= safePageSize) return false;
    if (this.#accepted === undefined) return true;
    if (this.#cap === undefined) return points > Math.max(this.#whole, safePageSize);
    return points > this.#cap.points && this.#now() - this.#cap.at > relearnAfterMs;
  }

  /**
   * Lets one range of each skill at a time learn the page size. Other ranges of the skill wait for it, for two seconds
   * at most, and then plan with the outcome. Resolves at once if the size is known.
   *
   * @param points the points that the first request of the range asks for
   * @param begin sends that request, and calls back on its answer or its failure
   */
  async learnFirst(
    skillId: string,
    points: number,
    wanted: number | undefined,
    begin: (learnt: () => void) => void,
  ): Promise<void> {
    if (!this.#mustLearn(points, wanted)) return;
    await this.#recall();
    if (!this.#mustLearn(points, wanted)) return;
    const learning = this.#learning.get(skillId);
    if (learning !== undefined) {
      await Promise.race([learning, wait(maxWaitMs, undefined, { ref: false })]);
      return;
    }
    const seen = this.#seen;
    const own = new Promise<void>((resolve) => begin(resolve));
    this.#learning.set(skillId, own);
    await own;
    this.#learning.delete(skillId);
    // A failed request has taught nothing.
    if (this.#seen === seen) return;
    if (this.#cap !== undefined) this.#cap = { ...this.#cap, at: this.#now() };
    this.#keep();
  }

  /** Adopts what another relay has learnt since. */
  async #recall(): Promise<void> {
    const learnt = await this.#memory?.recall();
    if (learnt === undefined) return;
    this.#accepted ??= learnt.accepted;
    this.#whole = Math.max(this.#whole, learnt.whole);
    if (learnt.cap !== undefined && learnt.cap.at > (this.#cap?.at ?? -Infinity)) this.#cap = learnt.cap;
  }

  #keep(): void {
    const accepted = this.#accepted;
    const cap = this.#cap;
    const whole = this.#whole;
    const learnt = { ...(accepted === undefined ? {} : { accepted }), ...(cap === undefined ? {} : { cap }), whole };
    this.#memory?.keep(learnt, relearnAfterMs);
  }

  /**
   * Learns from a page.
   *
   * @param points the points on the page
   * @param hasMore whether the window has further pages
   */
  learn(points: number, hasMore: boolean, wanted: number | undefined): void {
    if (points === 0 || (wanted !== undefined && points >= wanted)) return;
    this.#seen += 1;
    if (hasMore) this.#learnCap(points);
    else {
      this.#whole = Math.max(this.#whole, points);
      if (this.#cap !== undefined && points > this.#cap.points) this.#cap = undefined;
    }
  }

  /** A longer page raises the cap at once; a shorter one may be chance, and lowers it only when it recurs. */
  #learnCap(points: number): void {
    if (points === this.#cap?.points) return;
    this.#short = { points, times: this.#short?.points === points ? this.#short.times + 1 : 1 };
    const isLong = points > (this.#cap?.points ?? safePageSize - 1);
    if (!isLong && this.#short.times < shortPages) return;
    this.#cap = { points, at: this.#now() };
    this.#keep();
  }

  /**
   * Sends a request with the wanted or the learnt page size. When Amazon refuses the size, sends it once more with 50.
   *
   * @param send sends the request with this `maxResults`
   * @throws the failure of `send`
   */
  async request<T>(wanted: number | undefined, send: (maxResults: number) => Promise<T>): Promise<T> {
    const size = Math.min(wanted ?? largestPageSize, this.#accepted ?? largestPageSize);
    try {
      const answer = await send(size);
      if (wanted === undefined) this.#accepted ??= size;
      return answer;
    } catch (error) {
      if (size <= safePageSize || !refusesSize(error)) throw error;
      const answer = await send(safePageSize);
      // A request that fails with 50, too, was not refused for its size.
      this.#accepted = safePageSize;
      return answer;
    }
  }
}

const key = 'page-limits';
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const record = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    accepted: v.exactOptional(count),
    cap: v.exactOptional(v.object({ points: count, at: v.number() })),
    whole: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
);

/**
 * Keeps learnt limits in a store.
 * @param onError called when the store fails; each relay then learns by itself
 */
export const createStoredLimits = (
  store: Store,
  onError: (error: unknown) => void = () => undefined,
): StoredLimits => ({
  recall: async () => {
    try {
      const parsed = v.safeParse(record, await store.get(key));
      return parsed.success ? parsed.output : undefined;
    } catch (error) {
      onError(error);
      return undefined;
    }
  },
  keep: (learnt, ttlMs) => {
    store.set(key, JSON.stringify(learnt), { ttlMs }).catch(onError);
  },
});
