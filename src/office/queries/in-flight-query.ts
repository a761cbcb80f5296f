import { FailureError, type Failure } from '../../core/domain/failure';
import type { Answer, Progress, Query } from '../../core/query/question';
import type { SetTimer } from '../lib/timers';
import type { AskOptions } from '../relay/fetch';
import { raceAbort } from '../lib/abort';

/** One cell that waits for an answer, or the pane. */
export interface Observer {
  readonly address?: string;
  /** Aborts where this cell no longer wants its answer. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface AskDeps {
  readonly ask: (query: Query, how: AskOptions) => Promise<Answer>;
  readonly wait: SetTimer;
  /**
   * How long a query goes on that nobody waits for: Excel cancels a call before or after it makes the next identical
   * one. Default: half a second.
   */
  readonly gcDelayMs?: number;
  /** The longest time without a sign of life of the relay, which gives one every few seconds. Default: one minute. */
  readonly silenceMs?: number;
  /** The longest time for an answer once the relay has the query, beyond the longest deadline that a relay can be given. Default: 61 minutes. */
  readonly deadlineMs?: number;
}

/** A query that has been asked, shared by all cells that ask it. */
export interface InFlightQuery {
  readonly query: Query;
  /** The answer for one of the cells; rejects with `cancelled` when its signal aborts. */
  answerFor(observer: Observer): Promise<Answer>;
  /** Settles with the answer, whoever waits for it. */
  readonly outcome: Promise<Answer>;
  isRunning(): boolean;
  /** It was cancelled, because no cell waits or no answer came in time: its outcome is for nobody else. */
  isAbandoned(): boolean;
  progress(): Progress | undefined;
  addresses(): readonly string[];
  /** Calls it off for all who wait; by a person, in the pane, where no other reason is given. */
  cancel(why?: Failure): void;
}

/** By a person, in the pane: unlike what Excel calls off, this shows in the cell. */
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
 * Asks a query once for all who will wait for it.
 * @param onChange hears of its progress and its end
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
  const outcome = raceAbort(controller.signal, ask(query, how)).finally(end);
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
        return await raceAbort(observer.signal, outcome);
      } finally {
        observers.delete(observer);
        if (running && observers.size === 0) stopLingering = wait(gcDelayMs, () => controller.abort());
      }
    },
  };
};
