/** Gives the pieces of a series: from what is known, what is on its way, and as few new requests to Amazon as possible. */
import { LRUCache } from 'lru-cache';
import type { AmazonPeriod } from '../../../core/domain/catalog';
import type { Smapi } from '../../../amazon/smapi/client';
import { FailureError } from '../../../core/domain/failure';
import type { Instant, Window } from '../../../core/domain/instant';
import { pieceName } from '../../../core/windows/segments';
import type { SeriesKey } from '../../../core/query/question';
import type { LoopTurns } from '../../lib/event-loop';
import type { Store } from '../../store/store';
import { coarser, shorterPeriods } from '../segments/coarsen';
import type { Flight } from './pending-segment';
import type { Fetched } from '../segments/segment-codec';
import { Flights, type SharedSeries } from './in-flight';
import { serves } from '../segments/freshness';
import type { Patience } from './batcher';
import type { Generation } from '../segments/generations';
import { KnownPieces, seriesPrefix, type KnownSeries } from '../segments/segment-cache';
import { Lanes } from './semaphore';
import { createLimitsMemory, PageLimits } from './page-limits';
import type { Work } from './query-run';

export interface SupplySettings {
  readonly smapi: Smapi;
  readonly store: Store;
  readonly now: () => Instant;
  /** Longest time for one question, in milliseconds. */
  readonly deadlineMs: number;
  /** How long after its end a day may be corrected by Amazon, in milliseconds. Default 7 days. */
  readonly restateMs?: number;
  /** Requests to Amazon that may run at once for one customer. Default 16. */
  readonly concurrency?: number;
  /** How long questions that arrive together are awaited. Default 20 ms of quiet, 80 ms in a burst, 2 s at the longest. */
  readonly patience?: Patience;
  /** Told when an account has been forgotten, here or by another relay: what else is known of it goes, too. */
  readonly onForgotten?: (customer: string) => void;
  /** Told when another relay has asked an account's numbers anew. */
  readonly onRefreshed?: (customer: string) => void;
  /** Told when the store fails; answers do not depend on it. */
  readonly onStoreError?: (error: unknown) => void;
}

const defaultRestateMs = 7 * 86_400_000;

/** Failures of the one who asked first, from which those who share the fetch need not suffer. */
const isPersonal = (error: unknown): boolean =>
  error instanceof FailureError && ['sign_in_required', 'deadline_exceeded', 'cancelled'].includes(error.failure.code);

/** A series as Amazon has it: in one of its periods. */
export interface PeriodKey extends SeriesKey {
  readonly period: AmazonPeriod;
}

export class Supply {
  private readonly limits: PageLimits;
  private readonly known: KnownPieces;
  private readonly flights: Flights;
  private readonly lanes = new LRUCache<string, Lanes>({ max: 1_000 });

  constructor(
    private readonly settings: SupplySettings,
    private readonly loop: LoopTurns,
  ) {
    const { now, store, onStoreError, onForgotten, onRefreshed, patience } = settings;
    this.limits = new PageLimits(now, createLimitsMemory(store, onStoreError));
    this.known = new KnownPieces({
      store,
      now,
      loop,
      ...(onStoreError === undefined ? {} : { onError: onStoreError }),
      ...(onForgotten === undefined ? {} : { onForgotten }),
      ...(onRefreshed === undefined ? {} : { onRefreshed }),
    });
    this.flights = new Flights(patience ?? { quietMs: 20, burstMs: 80, longestMs: 2_000 }, now, loop);
  }

  /** Forgets what is known of a customer's skills. */
  forget(customer: string): Promise<void> {
    return this.known.forget(customer);
  }

  /** Hears what other relays have forgotten of a customer, or asked anew; at most once a second. */
  async hear(customer: string): Promise<void> {
    await this.known.generation(customer);
  }

  /** Tells the other relays that numbers of a customer have been asked anew: all of them, or those that Amazon may have corrected. */
  refreshed({ asked: { customer, fresh, since } }: Work): Promise<void> {
    return this.known.refreshed(customer, fresh === 'all' ? since : undefined);
  }

  /** How many points a page of Amazon's holds at least; undefined where that is not known. */
  pageSize(maxResults: number | undefined): number | undefined {
    return this.limits.fitting(maxResults);
  }

  /** Whether it is known that a page of Amazon's holds so many points, or that it does not. */
  knowsPages(points: number, maxResults: number | undefined): boolean {
    return this.limits.knows(points, maxResults);
  }

  /** What each piece of a series holds, in their order: some may come as sums of what is known of shorter buckets. */
  async pieces(work: Work, key: PeriodKey, pieces: readonly Window[]): Promise<readonly Fetched[]> {
    const generation = await this.known.generation(work.asked.customer);
    const shared = this.shared(work, key, generation);
    // What is on its way was not known a moment ago.
    const missing = pieces.filter((piece) => !this.flights.has(shared, piece));
    const known = await this.knownOf(work, key, generation, missing);
    // Whoever has left while the store was asked wants nothing from Amazon.
    work.mustGoOn();
    return this.loop.all(pieces, (piece) => {
      const fetched = known.get(pieceName(piece));
      return fetched === undefined ? this.fetchPiece(work, shared, piece) : Promise.resolve(fetched);
    });
  }

  private async knownOf(
    work: Work,
    key: PeriodKey,
    generation: Generation,
    pieces: readonly Window[],
  ): Promise<ReadonlyMap<string, Fetched>> {
    const { fresh, since } = work.asked;
    if (fresh === 'all' && since === undefined) return new Map();
    const shorter = shorterPeriods(key.metric, key.period);
    const allSeries = [key.period, ...shorter].map((period) => this.series(work, { ...key, period }, generation));
    const [exact = new Map<string, Fetched>(), ...inParts] = await this.known.read(
      allSeries,
      pieces,
      (window, { fetchedAt }) => this.serves(work, key, window, fetchedAt),
    );
    const known = new Map(exact);
    for (const piece of pieces) {
      const name = pieceName(piece);
      if (known.has(name)) continue;
      for (const [index, period] of shorter.entries()) {
        const parts = inParts[index]?.get(name);
        const sum = parts && coarser(parts, piece, period, key.period);
        if (sum === undefined) continue;
        known.set(name, sum);
        break;
      }
    }
    return known;
  }

  private serves(work: Work, { metric }: SeriesKey, piece: Window, fetchedAt: Instant): boolean {
    return serves(piece, metric, fetchedAt, work.fresh, this.settings.restateMs ?? defaultRestateMs);
  }

  /**
   * Where what is asked in another's name fails for a reason of theirs, it is tried once more; so it is where that was
   * asked before the moment since which the answer is to be fresh.
   */
  private async fetchPiece(work: Work, shared: SharedSeries, piece: Window): Promise<Fetched> {
    const flight = this.board(work, shared, piece);
    try {
      const fetched = await flight.landed;
      const isFresh = work.asked.since === undefined || this.serves(work, shared, piece, fetched.fetchedAt);
      return isFresh || flight.asker === work ? fetched : await this.board(work, shared, piece).landed;
    } catch (error) {
      if (work.isOver || flight.asker === work || !isPersonal(error)) throw error;
      return this.board(work, shared, piece).landed;
    }
  }

  private board(work: Work, shared: SharedSeries, piece: Window): Flight {
    work.mustGoOn();
    const flight = this.flights.of(shared, piece);
    work.waitFor(flight);
    return flight;
  }

  /** Of each skill, so that one over which Amazon hangs holds up no other. */
  private lanesOf(customer: string, skillId: string): Lanes {
    const { concurrency = 16 } = this.settings;
    const key = `${customer} ${skillId}`;
    // Twice as many as can run: whoever ends finds another one waiting at the gate.
    const lanes = this.lanes.get(key) ?? new Lanes(2 * concurrency);
    this.lanes.set(key, lanes);
    return lanes;
  }

  /** Where a series stands among all that is known. */
  private series({ asked }: Work, key: PeriodKey, generation: Generation): KnownSeries {
    const { metric, period, intent, locale } = key;
    const { skillId, stage, skillType } = asked.question;
    const prefix = seriesPrefix(asked.customer, generation, [
      skillId,
      metric,
      period,
      stage,
      skillType,
      intent,
      locale,
    ]);
    return { generation, prefix, metric, period };
  }

  /** The series as all questions of this customer share it, asked in the name of this one. */
  private shared(work: Work, { period, ...key }: PeriodKey, generation: Generation): SharedSeries {
    const { smapi, now, deadlineMs } = this.settings;
    const { asked, askedAt, retries } = work;
    const { skillId, stage, skillType, maxResults } = asked.question;
    const call = { grant: asked.grant, customer: asked.customer, deadline: askedAt + deadlineMs, retries };
    const series = this.series(work, { ...key, period }, generation);
    return {
      ...series,
      asker: work,
      customer: asked.customer,
      keep: (window, fetched) => this.known.write(series, window, fetched),
      maxResults,
      limits: this.limits,
      lanes: this.lanesOf(asked.customer, skillId),
      skillId,
      now,
      loop: this.loop,
      ask: (window, { nextToken, maxResults: size, signal, count }) => {
        const token = nextToken === undefined ? {} : { nextToken };
        const request = { skillId, ...key, ...window, period, stage, skillType, maxResults: size, ...token };
        const onRequest = (requestId: string | undefined): void => count({ requests: 1, requestId });
        return smapi.metrics(request, { ...call, signal, onRequest });
      },
    };
  }
}
