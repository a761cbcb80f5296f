/** Answers questions from what is known, what is on its way, and as few new requests to Amazon as possible. */
import { LRUCache } from 'lru-cache';
import type { Grant, Smapi } from '../../amazon/smapi';
import { within } from '../../amazon/within';
import { FailureError } from '../../core/failure';
import { provisionalFrom } from '../../core/freshness';
import type { Instant } from '../../core/instant';
import { concatenate, seriesOf } from '../../core/merge';
import { isSettled, pieceName, piecesOf } from '../../core/pieces';
import type { Window } from '../../core/plan';
import {
  seriesKeys,
  type Answer,
  type Progress,
  type Question,
  type Series,
  type SeriesKey,
} from '../../core/question';
import { currentMinute } from '../../core/time-input';
import type { Store } from '../store/store';
import type { Fetched, Flight } from './flight';
import { Flights, type SharedSeries } from './flights';
import type { Patience } from './gathering';
import { KnownPieces, seriesPrefix } from './known-pieces';
import { PageLimits } from './page-limits';
import { Lanes } from './lanes';
import { Tally } from './tally';

export interface Asked {
  readonly question: Question;
  /** The account on whose behalf Amazon is asked. */
  readonly customer: string;
  readonly grant: Grant;
  /** `tail` asks Amazon again for points that may have changed, `all` for everything. */
  readonly fresh?: 'tail' | 'all';
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Engine {
  /** The whole answer, or a FailureError: never a part. */
  answer(asked: Asked): Promise<Answer>;
  /** Forgets what is known of a customer's skills. */
  forget(customer: string): Promise<void>;
}

export interface EngineSettings {
  readonly smapi: Smapi;
  readonly store: Store;
  readonly now: () => Instant;
  /** Longest time for one question, in milliseconds. */
  readonly deadlineMs: number;
  /** Requests to Amazon that may run at once for one customer. Default 16. */
  readonly concurrency?: number;
  /** How long questions that arrive together are awaited. Default 20 ms of quiet, 80 ms in a burst, 2 s at the longest. */
  readonly patience?: Patience;
  /** Told when the store fails; answers do not depend on it. */
  readonly onStoreError?: (error: unknown) => void;
}

/** One question under way. */
interface Work {
  readonly asked: Asked;
  readonly askedAt: Instant;
  readonly tally: Tally;
  /** What it waits for. */
  readonly waitsFor: Set<Flight>;
  /** Answered, failed or left. */
  over: boolean;
}

const deadlineExceeded = (deadlineMs: number): FailureError =>
  new FailureError({
    code: 'deadline_exceeded',
    message: `Amazon did not give everything within ${Math.round(deadlineMs / 1000)} seconds.`,
    advice: 'Try again: what has arrived is kept, so that the next try goes on from there.',
  });

/** Failures of the one who asked first, from which those who share the fetch need not suffer. */
const isPersonal = (error: unknown): boolean =>
  error instanceof FailureError && ['sign_in_required', 'deadline_exceeded', 'cancelled'].includes(error.failure.code);

class FetchEngine implements Engine {
  private readonly limits: PageLimits;
  private readonly known: KnownPieces;
  private readonly flights: Flights;
  private readonly lanes = new LRUCache<string, Lanes>({ max: 1_000 });

  constructor(private readonly settings: EngineSettings) {
    const { now, store, onStoreError, patience } = settings;
    this.limits = new PageLimits(now);
    this.known = new KnownPieces({ store, ...(onStoreError === undefined ? {} : { onError: onStoreError }) });
    this.flights = new Flights(patience ?? { quietMs: 20, burstMs: 80, longestMs: 2_000 }, now);
  }

  forget(customer: string): Promise<void> {
    return this.known.forget(customer);
  }

  answer(asked: Asked): Promise<Answer> {
    const { deadlineMs, now } = this.settings;
    const late = (): FailureError => deadlineExceeded(deadlineMs);
    return within(asked.signal, deadlineMs, late, async (signal) => {
      const tally = new Tally((progress) => {
        if (!work.over) asked.onProgress?.(progress);
      });
      const work: Work = { asked, askedAt: now(), tally, waitsFor: new Set(), over: false };
      const leave = (): void => {
        work.over = true;
        for (const flight of work.waitsFor) flight.leave(tally);
      };
      signal.addEventListener('abort', leave);
      try {
        return await this.assemble(work);
      } finally {
        signal.removeEventListener('abort', leave);
        // Where one series has failed, the others are of no use.
        leave();
      }
    });
  }

  private async assemble(work: Work): Promise<Answer> {
    const { asked, askedAt, tally } = work;
    const { question } = asked;
    const pieces = piecesOf(question, currentMinute(askedAt));
    const found = await Promise.all(seriesKeys(question).map((key) => this.series(work, key, pieces)));
    const fetchedAt = Math.min(askedAt, ...found.map((one) => one.fetchedAt));
    const provisional = provisionalFrom(question, fetchedAt);
    return {
      series: found.map(({ series }) => series),
      fetchedAt,
      ...(provisional === undefined ? {} : { provisionalFrom: provisional }),
      requests: tally.requests,
      pages: tally.progress.pages,
      requestIds: tally.requestIds,
    };
  }

  /** One series, and when that part of it was asked that may still change. */
  private async series(
    work: Work,
    key: SeriesKey,
    pieces: readonly Window[],
  ): Promise<{ series: Series; fetchedAt: Instant }> {
    const { period, startTime } = work.asked.question;
    const parts = await this.parts(work, this.shared(work, key), pieces);
    const moving = parts.filter((part, index) => {
      const piece = pieces[index];
      return piece !== undefined && !isSettled(piece, key.metric, part.fetchedAt);
    });
    const points =
      period === 'SINGLE' ? seriesOf({ metric: key.metric, period, startTime }, parts) : concatenate(parts);
    const { timestamps, values } = points;
    return { series: { ...key, timestamps, values }, fetchedAt: Math.min(...moving.map((part) => part.fetchedAt)) };
  }

  private async parts(work: Work, shared: SharedSeries, pieces: readonly Window[]): Promise<readonly Fetched[]> {
    const { fresh } = work.asked;
    // What is on its way was not known a moment ago.
    const missing = pieces.filter((piece) => !this.flights.has(shared, piece));
    const known = fresh === 'all' ? undefined : await this.known.read(shared, missing, fresh === 'tail');
    return Promise.all(
      pieces.map((piece) => {
        const fetched = known?.get(pieceName(piece));
        return fetched === undefined ? this.fetchPiece(work, shared, piece) : Promise.resolve(fetched);
      }),
    );
  }

  private fetchPiece(work: Work, shared: SharedSeries, piece: Window): Promise<Fetched> {
    const { flight, isNew } = this.board(work, shared, piece);
    return isNew ? flight.landed : this.landedOrAlone(work, shared, flight);
  }

  /** What others have begun; where it fails for a reason of theirs, it is tried once more in the name of this question. */
  private async landedOrAlone(work: Work, shared: SharedSeries, { window, landed }: Flight): Promise<Fetched> {
    try {
      return await landed;
    } catch (error) {
      if (work.over || !isPersonal(error)) throw error;
      return this.board(work, shared, window).flight.landed;
    }
  }

  private board(work: Work, shared: SharedSeries, piece: Window): ReturnType<Flights['of']> {
    const boarded = this.flights.of(shared, piece);
    work.waitsFor.add(boarded.flight);
    boarded.flight.join(work.tally);
    return boarded;
  }

  private lanesOf(customer: string): Lanes {
    const { concurrency = 16 } = this.settings;
    // Twice as many as can run: whoever ends finds another one waiting at the gate.
    const lanes = this.lanes.get(customer) ?? new Lanes(2 * concurrency);
    this.lanes.set(customer, lanes);
    return lanes;
  }

  /** The series as all questions of this customer share it, asked in the name of this one. */
  private shared(work: Work, key: SeriesKey): SharedSeries {
    const { smapi, now, deadlineMs } = this.settings;
    const { asked, askedAt } = work;
    const { skillId, period, stage, skillType, maxResults } = asked.question;
    const call = { grant: asked.grant, customer: asked.customer, deadline: askedAt + deadlineMs };
    const series = {
      prefix: seriesPrefix(asked.customer, [skillId, key.metric, period, stage, skillType, key.intent, key.locale]),
      metric: key.metric,
      period,
    };
    return {
      ...series,
      asker: work,
      customer: asked.customer,
      keep: (window, fetched) => this.known.write(series, window, fetched),
      maxResults,
      limits: this.limits,
      lanes: this.lanesOf(asked.customer),
      now,
      ask: (window, { nextToken, maxResults: size, signal, count }) => {
        const token = nextToken === undefined ? {} : { nextToken };
        const request = { skillId, ...key, ...window, period, stage, skillType, maxResults: size, ...token };
        const onRequest = (requestId: string | undefined): void => count({ requests: 1, requestId });
        return smapi.metrics(request, { ...call, signal, onRequest });
      },
    };
  }
}

export const createEngine = (settings: EngineSettings): Engine => new FetchEngine(settings);
