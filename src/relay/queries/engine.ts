/** Answers questions: whole, within their time, and for as long as somebody waits. */
import { signalsOf } from '../../amazon/smapi/client';
import { within } from '../../amazon/http/deadline';
import { FailureError } from '../../core/domain/failure';
import type { Points } from '../../core/windows/collect';
import { provisionalFrom } from '../../core/query/freshness';
import type { Instant } from '../../core/domain/instant';
import { isCalendarPeriod } from '../../core/time/calendar';
import { maxWindowMs, type AmazonPeriod, type MetricName } from '../../core/domain/catalog';
import { offsetAt } from '../../core/time/excel-time';
import { seriesOf } from '../../core/windows/merge';
import { dayMs, isSettled, offGrid, piecesOf } from '../../core/windows/segments';
import { planWindows } from '../../core/windows/plan';
import { seriesKeys, type Answer, type Question, type Series, type SeriesKey } from '../../core/query/question';
import {
  decisivePageSize,
  rolledUp,
  rollupOf,
  type Rollup,
  type Source,
  type SourcePoints,
} from '../../core/windows/rollup';
import { sizeOf } from '../../core/windows/query-size';
import { currentMinute } from '../../core/formula/time-input';
import { processLoop, type LoopTurns } from '../lib/event-loop';
import type { Fetched } from './segments/segment-codec';
import { Lanes } from './fetching/semaphore';
import { Room } from './memory-budget';
import { Supply, type SupplySettings } from './fetching/segment-loader';
import { Work, type Asked } from './fetching/query-run';

export interface Engine {
  /** The whole answer, or a FailureError: never a part. */
  answer(asked: Asked): Promise<Answer>;
  /** Forgets what is known of a customer's skills. */
  forget(customer: string): Promise<void>;
  /** Hears what other relays have forgotten of a customer, or asked anew. Cheap: it looks at most once a second. */
  hear(customer: string): Promise<void>;
}

export interface EngineSettings extends SupplySettings {
  /** Default: that of the process. */
  readonly loop?: LoopTurns;
}

const deadlineExceeded = (deadlineMs: number): FailureError =>
  new FailureError({
    code: 'deadline_exceeded',
    message: `Amazon didn't return all the data within ${Math.round(deadlineMs / 1000)} seconds.`,
    advice: 'Try again: what has arrived is kept, so the next try continues from there.',
  });

/** Pieces of one question that are on their way at once: enough to keep Amazon busy, few enough to make. */
const piecesAtOnce = 4_000;

/** The points of a series in its pieces, which follow one another: there may be a million. */
const joined = async (pieces: readonly Points[], loop: LoopTurns): Promise<Points> => {
  const timestamps: Instant[] = [];
  const values: number[] = [];
  for (const piece of pieces) {
    if (loop.isSpent) await loop.rest();
    timestamps.push(...piece.timestamps);
    values.push(...piece.values);
  }
  return { timestamps, values };
};

/** What a question takes of its asker's room: a piece under way costs as much as so many points. */
const piecePoints = 10;
const weightOf = (question: Question, now: Instant): number => {
  const { buckets, pieces, series } = sizeOf(question, now);
  return series * (buckets + piecePoints * pieces);
};

class FetchEngine implements Engine {
  private readonly supply: Supply;
  private readonly room = new Room();
  private readonly loop: LoopTurns;

  constructor(private readonly settings: EngineSettings) {
    this.loop = settings.loop ?? processLoop;
    this.supply = new Supply(settings, this.loop);
  }

  forget(customer: string): Promise<void> {
    return this.supply.forget(customer);
  }

  hear(customer: string): Promise<void> {
    return this.supply.hear(customer);
  }

  answer(asked: Asked): Promise<Answer> {
    const { deadlineMs, now } = this.settings;
    const late = (): FailureError => deadlineExceeded(deadlineMs);
    return within(signalsOf(asked), deadlineMs, late, async (signal) => {
      const work = new Work(asked, now(), this.loop);
      const leave = (): void => work.end();
      signal.addEventListener('abort', leave);
      let leaveRoom: (() => void) | undefined;
      try {
        leaveRoom = await this.room.enter(asked.customer, weightOf(asked.question, work.askedAt), signal);
        return await this.assemble(work);
      } finally {
        signal.removeEventListener('abort', leave);
        // Where one series has failed, the others are of no use.
        leave();
        leaveRoom?.();
        // Of what has come, even where the rest has not.
        if (asked.fresh !== undefined) await this.supply.refreshed(work);
      }
    });
  }

  private async assemble(work: Work): Promise<Answer> {
    const { asked, askedAt, tally } = work;
    const { question } = asked;
    const until = Math.min(question.endTime, currentMinute(askedAt));
    await this.readClocks(question, until);
    await this.learnPages(work, until);
    const rollups = this.rollups(question, until);
    // The next ones begin when others are done: what is begun all at once is there all at once, for nothing is answered before.
    const lanes = new Lanes(Math.max(1, Math.floor(piecesAtOnce / Math.max(1, sizeOf(question, askedAt).pieces))));
    const found = await this.loop.all(seriesKeys(question), (key) =>
      lanes.run(() => this.series(work, key, rollups(key.metric), until)),
    );
    const fetchedAt = Math.min(askedAt, ...found.map((one) => one.fetchedAt));
    const provisional = provisionalFrom(question, fetchedAt);
    return {
      series: found.map(({ series }) => series),
      fetchedAt,
      ...(provisional === undefined ? {} : { provisionalFrom: provisional }),
      requests: tally.requests,
      pages: tally.progress.pages,
      windows: found.reduce((sum, { windows }) => sum + windows, 0),
      requestIds: tally.requestIds,
    };
  }

  /** A zone's clocks are read once for each day, which takes a while for years of them; then its buckets are found at once. */
  private async readClocks({ period, timeZone, startTime }: Question, until: Instant): Promise<void> {
    if (!isCalendarPeriod(period)) return;
    for (let day = startTime - dayMs; day < until + dayMs; day += dayMs) {
      if (this.loop.isSpent) await this.loop.rest();
      offsetAt(day, timeZone);
    }
  }

  /**
   * Weeks and months of a zone cost the fewest requests as hours where a page holds a week of them, else as days and the
   * hours at their edges. Where nobody knows yet, their first week tells: whatever comes is of use.
   */
  private async learnPages(work: Work, until: Instant): Promise<void> {
    const { question } = work.asked;
    const { startTime, maxResults } = question;
    if (!isCalendarPeriod(question.period)) return;
    const range = { startTime, endTime: until };
    for (const key of seriesKeys(question)) {
      const points = decisivePageSize(range, question, key.metric);
      if (points === undefined) continue;
      if (this.supply.knowsPages(points, maxResults)) return;
      const [first] = rollupOf(range, question, key.metric, Infinity).sources;
      if (first === undefined) return;
      const week = { startTime, endTime: Math.min(until, startTime + maxWindowMs), period: first.period };
      await this.supply.pieces(work, { ...key, period: first.period }, piecesOf(week, until));
      return;
    }
  }

  /** How the series of each metric is made, found out once: it is the same for all intents and locales. */
  private rollups(question: Question, until: Instant): (metric: MetricName) => Rollup {
    const { startTime, maxResults } = question;
    const known = new Map<MetricName, Rollup>();
    return (metric) => {
      const pageSize = this.supply.pageSize(maxResults);
      const rollup = known.get(metric) ?? rollupOf({ startTime, endTime: until }, question, metric, pageSize);
      known.set(metric, rollup);
      return rollup;
    };
  }

  /** One series up to a moment, its windows, and when that part of it was asked that may still change. */
  private async series(work: Work, key: SeriesKey, rollup: Rollup, until: Instant): Promise<Found> {
    const { startTime } = work.asked.question;
    const parts = await this.parts(work, key, rollup.sources, until);
    const moving = parts.filter(({ source, points }) => !isSettled(source.window, key.metric, points.fetchedAt));
    const { timestamps, values } = rollup.isDirect
      ? await directly(key, startTime, parts, this.loop)
      : rolledUp(key.metric, rollup.buckets, parts);
    const sources = [...new Set(rollup.sources.map(({ period }) => period))];
    const strays = parts.reduce((sum, { source, points }) => sum + offGrid(points, source.window, source.period), 0);
    const impossible = rollup.impossible.map(({ bucket, reason }) => ({ timestamp: bucket.startTime, reason }));
    return {
      series: {
        ...key,
        timestamps,
        values,
        ...(rollup.isDirect ? {} : { sources }),
        ...(strays === 0 ? {} : { offGrid: strays }),
        ...(impossible.length === 0 ? {} : { impossible }),
      },
      windows: rollup.sources.reduce(
        (sum, { window, period }) => sum + planWindows({ ...window, period }, until).length,
        0,
      ),
      fetchedAt: Math.min(...moving.map(({ points }) => points.fetchedAt)),
    };
  }

  /** What Amazon has of the sources, piece by piece in their order. */
  private async parts(
    work: Work,
    key: SeriesKey,
    sources: readonly Source[],
    until: Instant,
  ): Promise<readonly FetchedPart[]> {
    const periods = [...new Set(sources.map(({ period }) => period))];
    const ofPeriod = async (period: AmazonPeriod): Promise<readonly FetchedPart[]> => {
      const windows = sources.filter((source) => source.period === period).map(({ window }) => window);
      const pieces = windows.flatMap((window) => piecesOf({ ...window, period }, until));
      const fetched = await this.supply.pieces(work, { ...key, period }, pieces);
      return pieces.flatMap((window, index) => {
        const points = fetched[index];
        return points === undefined ? [] : [{ source: { period, window }, points }];
      });
    };
    return (await Promise.all(periods.map(ofPeriod))).flat();
  }
}

interface Found {
  readonly series: Series;
  readonly windows: number;
  readonly fetchedAt: Instant;
}

interface FetchedPart extends SourcePoints {
  readonly points: Fetched;
}

/** Amazon's own points as the answer. */
const directly = async (
  { metric }: SeriesKey,
  startTime: Instant,
  parts: readonly FetchedPart[],
  loop: LoopTurns,
): Promise<Points> => {
  const points = parts.map((part) => part.points);
  return parts[0]?.source.period === 'SINGLE'
    ? seriesOf({ metric, period: 'SINGLE', startTime }, points)
    : joined(points, loop);
};

export const createEngine = (settings: EngineSettings): Engine => new FetchEngine(settings);
