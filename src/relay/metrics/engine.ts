/** Answers questions: plans windows, fetches them in parallel, joins them to series. */
import type { Call, Grant, Smapi } from '../../amazon/smapi';
import { within } from '../../amazon/within';
import { FailureError } from '../../core/failure';
import { provisionalFrom } from '../../core/freshness';
import type { Instant } from '../../core/instant';
import { seriesOf } from '../../core/merge';
import { planWindows, type Window } from '../../core/plan';
import {
  seriesKeys,
  type Answer,
  type Progress,
  type Question,
  type Series,
  type SeriesKey,
} from '../../core/question';
import { currentMinute } from '../../core/time-input';
import { createPageSize, type PageSize } from './page-size';
import { Tally } from './tally';
import { fetchWindow, type FetchPage } from './window';

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
}

export interface EngineSettings {
  readonly smapi: Smapi;
  readonly now: () => Instant;
  /** Longest time for one question, in milliseconds. */
  readonly deadlineMs: number;
}

const deadlineExceeded = (deadlineMs: number): FailureError =>
  new FailureError({
    code: 'deadline_exceeded',
    message: `Amazon did not give everything within ${Math.round(deadlineMs / 1000)} seconds.`,
    advice: 'Try again, or ask a shorter range.',
  });

interface Work {
  readonly question: Question;
  readonly call: Call;
  readonly tally: Tally;
  readonly windows: readonly Window[];
}

const pageFetcher =
  (smapi: Smapi, pageSize: PageSize, { question, call, tally }: Work, key: SeriesKey): FetchPage =>
  (window, nextToken) =>
    pageSize.use(question.maxResults, async (maxResults) => {
      const { skillId, period, stage, skillType } = question;
      const token = nextToken === undefined ? {} : { nextToken };
      const request = { skillId, ...key, ...window, period, stage, skillType, maxResults, ...token };
      const page = await smapi.metrics(request, call);
      tally.page(page.timestamps.length);
      return page;
    });

const fetchSeries = async (work: Work, key: SeriesKey, fetchPage: FetchPage): Promise<Series> => {
  const { question, tally, windows } = work;
  const points = await Promise.all(
    windows.map(async (window) => {
      const parts = await fetchWindow(window, question.period, fetchPage, tally);
      return { timestamps: parts.flatMap((part) => part.timestamps), values: parts.flatMap((part) => part.values) };
    }),
  );
  return {
    ...key,
    ...seriesOf({ metric: key.metric, period: question.period, startTime: question.startTime }, points),
  };
};

/** Runs work that ends at the deadline, when its caller leaves, or at its first failure, and then ends all of it. */
const together = async <T>(asked: Asked, deadlineMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const failed = new AbortController();
  const signal = AbortSignal.any([asked.signal, failed.signal]);
  try {
    return await within(signal, deadlineMs, () => deadlineExceeded(deadlineMs), run);
  } catch (error) {
    failed.abort(error);
    throw error;
  }
};

export const createEngine = ({ smapi, now, deadlineMs }: EngineSettings): Engine => {
  const pageSize = createPageSize();
  return {
    answer: (asked) =>
      together(asked, deadlineMs, async (signal) => {
        const { question, grant } = asked;
        const fetchedAt = now();
        const tally = new Tally((progress) => {
          if (!signal.aborted) asked.onProgress?.(progress);
        });
        const call: Call = { grant, signal, deadline: fetchedAt + deadlineMs, onRequest: tally.request };
        const work: Work = { question, call, tally, windows: planWindows(question, currentMinute(fetchedAt)) };
        const keys = seriesKeys(question);
        tally.planned(work.windows.length * keys.length);
        const series = await Promise.all(
          keys.map((key) => fetchSeries(work, key, pageFetcher(smapi, pageSize, work, key))),
        );
        const provisional = provisionalFrom(question, fetchedAt);
        return {
          series,
          fetchedAt,
          ...(provisional === undefined ? {} : { provisionalFrom: provisional }),
          requests: tally.requests,
          pages: tally.pages,
          requestIds: tally.requestIds,
        };
      }),
  };
};
