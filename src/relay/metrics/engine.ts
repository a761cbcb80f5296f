/** Answers questions: whole, within their time, and for as long as somebody waits. */
import { signalsOf } from '../../amazon/smapi';
import { within } from '../../amazon/within';
import { FailureError } from '../../core/failure';
import type { Points } from '../../core/collect';
import { provisionalFrom } from '../../core/freshness';
import type { Instant } from '../../core/instant';
import { seriesOf } from '../../core/merge';
import { isSettled, piecesOf } from '../../core/pieces';
import type { Window } from '../../core/plan';
import { seriesKeys, type Answer, type Question, type Series, type SeriesKey } from '../../core/question';
import { sizeOf } from '../../core/size';
import { currentMinute } from '../../core/time-input';
import { processLoop, type LoopTurns } from '../loop-turns';
import { Lanes } from './lanes';
import { Room } from './room';
import { Supply, type SupplySettings } from './supply';
import { Work, type Asked } from './work';

export interface Engine {
  /** The whole answer, or a FailureError: never a part. */
  answer(asked: Asked): Promise<Answer>;
  /** Forgets what is known of a customer's skills. */
  forget(customer: string): Promise<void>;
}

export interface EngineSettings extends SupplySettings {
  /** Default: that of the process. */
  readonly loop?: LoopTurns;
}

const deadlineExceeded = (deadlineMs: number): FailureError =>
  new FailureError({
    code: 'deadline_exceeded',
    message: `Amazon did not give everything within ${Math.round(deadlineMs / 1000)} seconds.`,
    advice: 'Try again: what has arrived is kept, so that the next try goes on from there.',
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
      }
    });
  }

  private async assemble(work: Work): Promise<Answer> {
    const { asked, askedAt, tally } = work;
    const { question } = asked;
    const pieces = piecesOf(question, currentMinute(askedAt));
    // The next ones begin when others are done: what is begun all at once is there all at once, for nothing is answered before.
    const lanes = new Lanes(Math.max(1, Math.floor(piecesAtOnce / Math.max(1, pieces.length))));
    const found = await this.loop.all(seriesKeys(question), (key) => lanes.run(() => this.series(work, key, pieces)));
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
    const parts = await this.supply.pieces(work, key, pieces);
    const moving = parts.filter((part, index) => {
      const piece = pieces[index];
      return piece !== undefined && !isSettled(piece, key.metric, part.fetchedAt);
    });
    const points =
      period === 'SINGLE' ? seriesOf({ metric: key.metric, period, startTime }, parts) : await joined(parts, this.loop);
    const { timestamps, values } = points;
    return { series: { ...key, timestamps, values }, fetchedAt: Math.min(...moving.map((part) => part.fetchedAt)) };
  }
}

export const createEngine = (settings: EngineSettings): Engine => new FetchEngine(settings);
