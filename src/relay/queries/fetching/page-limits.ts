/**
 * What this deployment has learnt of Amazon's pages. Amazon's page names 100,000 points as the maximum, its published
 * model 50: so the large size is asked until Amazon refuses it, and how many points really come is seen, not assumed.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import * as v from 'valibot';
import type { Store } from '../../store/store';

/** What Amazon's published model of the API accepts. */
export const safePageSize = 50;
/** What Amazon's page about the API accepts. */
export const largestPageSize = 100_000;

/** After so long a cap is learnt anew, for Amazon may have raised it. Milliseconds. */
const relearnAfterMs = 3_600_000;

/** So many short pages of one length are a cap. */
const shortPages = 3;

/** Others wait so long for the one that learns, which may have met an Amazon that hangs. Milliseconds. */
const maxWaitMs = 2_000;

/** What is known of Amazon's pages. */
export interface LearntLimits {
  /** The page size that Amazon has accepted where it was free to refuse. */
  readonly accepted?: number;
  /** Points that a page holds though there are more, and when that was found out. */
  readonly cap?: { readonly points: number; readonly at: Instant };
  /** The longest page that held all of its window. */
  readonly whole: number;
}

/** Where that is kept, and recalled from; neither rejects. */
export interface StoredLimits {
  recall(): Promise<LearntLimits | undefined>;
  keep(learnt: LearntLimits, ttlMs: number): void;
}

/** Whether Amazon's 400 is about the page size, by its own words. */
const refusesSize = (error: unknown): boolean =>
  error instanceof FailureError &&
  error.failure.code === 'rejected' &&
  /max.?results|page.?size/i.test(error.failure.message);

export class PageLimits {
  private accepted: number | undefined;
  private cap: LearntLimits['cap'];
  private whole = 0;
  private short: { readonly points: number; readonly times: number } | undefined;
  /** By skill: where Amazon hangs over one, the others find out by themselves. */
  private readonly learning = new Map<string, Promise<void>>();
  /** Pages that told something. */
  private seen = 0;

  /** Without a memory it is forgotten with the process. */
  constructor(
    private readonly now: () => Instant,
    private readonly memory?: StoredLimits,
  ) {}

  /** Points that Amazon gives a page, where that is less than what is asked; undefined where nobody has met a cap. */
  pageSize(wanted: number | undefined): number | undefined {
    const known = [this.cap?.points, wanted].filter((points) => points !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /** So many points come on one page, as far as is known; undefined where no page has been seen. */
  fitting(wanted: number | undefined): number | undefined {
    const seen = this.cap?.points ?? (this.whole === 0 ? undefined : this.whole);
    return seen === undefined ? undefined : Math.min(seen, wanted ?? Infinity);
  }

  /** Whether it is known that a page holds so many points, or that it does not. */
  knows(points: number, wanted: number | undefined): boolean {
    return this.cap !== undefined || this.whole >= points || (wanted ?? Infinity) < points;
  }

  /** Whether a range of so many points should be begun with one request whose answer tells how to ask the rest. */
  private mustLearn(points: number, wanted: number | undefined): boolean {
    if (wanted !== undefined && wanted <= safePageSize) return false;
    if (this.accepted === undefined) return true;
    if (this.cap === undefined) return points > Math.max(this.whole, safePageSize);
    return points > this.cap.points && this.now() - this.cap.at > relearnAfterMs;
  }

  /**
   * Lets one range of a skill at a time find out what is not known: `begin` sends its first request and calls back when that has
   * been answered. The others wait for it, though not long, and then plan with what it has learnt.
   */
  async learnFirst(
    skillId: string,
    points: number,
    wanted: number | undefined,
    begin: (learnt: () => void) => void,
  ): Promise<void> {
    if (!this.mustLearn(points, wanted)) return;
    await this.recall();
    if (!this.mustLearn(points, wanted)) return;
    const learning = this.learning.get(skillId);
    if (learning !== undefined) {
      await Promise.race([learning, wait(maxWaitMs, undefined, { ref: false })]);
      return;
    }
    const { seen } = this;
    const mine = new Promise<void>((resolve) => begin(resolve));
    this.learning.set(skillId, mine);
    await mine;
    this.learning.delete(skillId);
    // Where the request has failed, there is nothing new to keep.
    if (this.seen === seen) return;
    if (this.cap !== undefined) this.cap = { ...this.cap, at: this.now() };
    this.keep();
  }

  /** Takes over what another relay has found out since. */
  private async recall(): Promise<void> {
    const learnt = await this.memory?.recall();
    if (learnt === undefined) return;
    this.accepted ??= learnt.accepted;
    this.whole = Math.max(this.whole, learnt.whole);
    if (learnt.cap !== undefined && learnt.cap.at > (this.cap?.at ?? -Infinity)) this.cap = learnt.cap;
  }

  private keep(): void {
    const { accepted, cap, whole } = this;
    const learnt = { ...(accepted === undefined ? {} : { accepted }), ...(cap === undefined ? {} : { cap }), whole };
    this.memory?.keep(learnt, relearnAfterMs);
  }

  /** Learns from a page: how many points came, and whether Amazon keeps more of the window back. */
  learn(points: number, hasMore: boolean, wanted: number | undefined): void {
    if (points === 0 || (wanted !== undefined && points >= wanted)) return;
    this.seen += 1;
    if (hasMore) this.learnCap(points);
    else {
      this.whole = Math.max(this.whole, points);
      if (this.cap !== undefined && points > this.cap.points) this.cap = undefined;
    }
  }

  /** A long page raises the cap at once; a short one, which may have other reasons, lowers it when it comes again. */
  private learnCap(points: number): void {
    if (points === this.cap?.points) return;
    this.short = { points, times: this.short?.points === points ? this.short.times + 1 : 1 };
    const isLong = points > (this.cap?.points ?? safePageSize - 1);
    if (!isLong && this.short.times < shortPages) return;
    this.cap = { points, at: this.now() };
    this.keep();
  }

  /** Runs a request with the wanted or the learnt size; asks once more with 50 where Amazon refuses the size. */
  async request<T>(wanted: number | undefined, send: (maxResults: number) => Promise<T>): Promise<T> {
    const size = Math.min(wanted ?? largestPageSize, this.accepted ?? largestPageSize);
    try {
      const answer = await send(size);
      if (wanted === undefined) this.accepted ??= size;
      return answer;
    } catch (error) {
      if (size <= safePageSize || !refusesSize(error)) throw error;
      const answer = await send(safePageSize);
      // Learnt only now: what is refused at 50 too was not about the size.
      this.accepted = safePageSize;
      return answer;
    }
  }
}

/** Passes on what has been learnt of Amazon's pages: to the other relays of a deployment, and over a restart. */
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

/** @param onError told when the store fails: each relay then learns for itself */
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
