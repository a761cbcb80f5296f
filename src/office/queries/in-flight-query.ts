import { FailureError, type Failure } from '../../core/domain/failure';
import type { Answer, Progress, Question } from '../../core/query/question';
import type { Later } from '../lib/timers';
import type { AskOptions } from '../relay/fetch';
import { unless } from '../lib/abort';

/** One cell that waits for an answer, or the pane. */
export interface Waiter {
  readonly address?: string;
  /** Aborts where this cell no longer wants its answer. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface AskSettings {
  readonly ask: (question: Question, how: AskOptions) => Promise<Answer>;
  readonly wait: Later;
  /**
   * How long a question goes on that nobody waits for: Excel cancels a call before or after it makes the next identical
   * one. Default: half a second.
   */
  readonly lingerMs?: number;
  /** The longest time without a sign of life of the relay, which gives one every few seconds. Default: one minute. */
  readonly silenceMs?: number;
  /** The longest time for an answer once the relay has the question, beyond the longest deadline that a relay can be given. Default: 61 minutes. */
  readonly deadlineMs?: number;
}

/** A question that has been asked, shared by all cells that ask it. */
export interface Asked {
  readonly question: Question;
  /** The answer for one of the cells; rejects with `cancelled` when its signal aborts. */
  answerFor(waiter: Waiter): Promise<Answer>;
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
 * Asks a question once for all who will wait for it.
 * @param onChange hears of its progress and its end
 */
export const askOnce = (
  question: Question,
  fresh: Pick<AskOptions, 'fresh' | 'since'>,
  { ask, wait, lingerMs = 500, silenceMs = 60_000, deadlineMs = 61 * 60_000 }: AskSettings,
  onChange: () => void,
): Asked => {
  const controller = new AbortController();
  const waiters = new Set<Waiter>();
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
    for (const waiter of waiters) waiter.onProgress?.(next);
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
  const outcome = unless(controller.signal, ask(question, how)).finally(end);
  outcome.catch(() => undefined);

  return {
    question,
    outcome,
    isRunning: () => running,
    isAbandoned: () => controller.signal.aborted,
    progress: () => progress,
    addresses: () => [...waiters].flatMap(({ address }) => (address === undefined ? [] : [address])),
    cancel: (why = calledOff) => controller.abort(new FailureError(why)),
    answerFor: async (waiter) => {
      stopLingering();
      waiters.add(waiter);
      if (progress !== undefined) waiter.onProgress?.(progress);
      try {
        return await unless(waiter.signal, outcome);
      } finally {
        waiters.delete(waiter);
        if (running && waiters.size === 0) stopLingering = wait(lingerMs, () => controller.abort());
      }
    },
  };
};
