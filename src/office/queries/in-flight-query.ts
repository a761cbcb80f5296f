import { type Failure, FailureError } from '../../core/domain/failure';
import type { Answer, Progress, Query } from '../../core/query/query';
import { type SetTimer, unlessAborted } from '../lib/async';
import type { AskOptions } from '../relay/fetch';

/** A cell that waits for an answer, or the pane. */
export interface Observer {
  /** The cell's address; absent for the pane. */
  readonly address?: string;
  /** Aborts when the observer no longer waits. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface AskDeps {
  readonly ask: (query: Query, how: AskOptions) => Promise<Answer>;
  readonly wait: SetTimer;
  /**
   * How long a query without observers goes on, in milliseconds. Excel may cancel a call before it makes the next
   * identical one.
   * @default 500
   */
  readonly gcDelayMs?: number;
  /**
   * The longest silence of the relay, in milliseconds. It sends a sign of life every few seconds.
   * @default 60_000, one minute
   */
  readonly silenceMs?: number;
  /**
   * The longest time for an answer once the relay has the query, in milliseconds: more than the longest deadline that a
   * relay's settings allow.
   * @default 3_660_000, 61 minutes
   */
  readonly deadlineMs?: number;
}

/** A query that was sent, or is about to be, shared by all cells with the same one. */
export interface InFlightQuery {
  readonly query: Query;
  /**
   * The answer for one observer.
   * @throws {FailureError} `cancelled` when the observer's signal aborts; the failure of the query
   */
  answerFor(observer: Observer): Promise<Answer>;
  /** The answer, with or without observers. Rejects with a FailureError. */
  readonly outcome: Promise<Answer>;
  isRunning(): boolean;
  /** Whether it was cancelled, for lack of observers or of an answer in time. Its outcome must not be cached. */
  isAbandoned(): boolean;
  /** The latest progress; undefined before the first. */
  progress(): Progress | undefined;
  /** The addresses of the cells that wait. */
  addresses(): readonly string[];
  /**
   * Cancels the query for all observers.
   * @default the failure that says that a person cancelled it in the pane
   */
  cancel(why?: Failure): void;
}

/** A person has cancelled the query in the pane. Unlike a cancellation by Excel, the cell shows it. */
const calledOff: Failure = {
  code: 'cancelled',
  message: 'You cancelled this query in the pane.',
  advice: 'Recalculate the cell to continue from where it stopped.',
};

const late = new FailureError({
  code: 'deadline_exceeded',
  message: "The add-in's server took too long.",
  advice: 'Recalculate the cell to continue from where it stopped, or request a shorter range.',
});

/**
 * Sends a query, once for all of its observers.
 *
 * @param fresh the freshness that the relay must ensure
 * @param onChange called at its progress and at its end
 */
export const startQuery = (
  query: Query,
  fresh: Pick<AskOptions, 'fresh' | 'since'>,
  { ask, wait, gcDelayMs = 500, silenceMs = 60_000, deadlineMs = 61 * 60_000 }: AskDeps,
  onChange: () => void,
): InFlightQuery => {
  const controller = new AbortController();
  const observers = new Set<Observer>();
  let running = true;
  let progress: Progress | undefined;
  let stopLingering = (): void => undefined;
  let stopDeadline = (): void => undefined;
  let stopSilence = wait(silenceMs, () => controller.abort(late));

  const onArrival = (): void => {
    stopSilence();
    stopSilence = wait(silenceMs, () => controller.abort(late));
  };
  const onTaken = (): void => {
    stopDeadline();
    stopDeadline = wait(deadlineMs, () => controller.abort(late));
    onArrival();
  };
  const onProgress = (next: Progress): void => {
    progress = next;
    for (const observer of observers) observer.onProgress?.(next);
    onArrival();
    onChange();
  };
  const end = (): void => {
    running = false;
    stopDeadline();
    stopSilence();
    stopLingering();
    onChange();
  };
  const how = { signal: controller.signal, onProgress, onTaken, onArrival, ...fresh };
  const outcome = unlessAborted(controller.signal, ask(query, how)).finally(end);
  outcome.catch(() => undefined);

  return {
    query,
    outcome,
    isRunning: () => running,
    isAbandoned: () => controller.signal.aborted,
    progress: () => progress,
    addresses: () => [...observers].flatMap(({ address }) => (address === undefined ? [] : [address])),
    cancel: (why = calledOff) => controller.abort(new FailureError(why)),
    answerFor: async (observer) => {
      stopLingering();
      observers.add(observer);
      if (progress !== undefined) observer.onProgress?.(progress);
      try {
        return await unlessAborted(observer.signal, outcome);
      } finally {
        observers.delete(observer);
        if (running && observers.size === 0) stopLingering = wait(gcDelayMs, () => controller.abort());
      }
    },
  };
};
