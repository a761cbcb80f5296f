import { FailureError, type Failure } from '../../../src/core/domain/failure';
import type { Answer, Progress, Question } from '../../../src/core/query/question';
import { cancelled } from '../../../src/office/lib/abort';
import type { FailedCells } from '../../../src/office/cells/failed-cells';
import type { Questions, RunningQuestion } from '../../../src/office/queries/metrics-query';

export interface FakeQuestions extends Pick<Questions, 'ask' | 'running' | 'subscribe'> {
  /** Questions that the pane has asked. */
  readonly asked: Question[];
  /** Ends, or moves on, the pane's latest question. */
  latest: {
    answer(answer: Answer): void;
    fail(failure: Failure): void;
    progress(progress: Progress): void;
    readonly isCancelled: boolean;
  };
  /** What the cells are asking from now on. */
  run(running: readonly RunningQuestion[]): void;
}

/** Questions that are answered when the test says so. */
export const fakeQuestions = (): FakeQuestions => {
  const asked: Question[] = [];
  const listeners = new Set<() => void>();
  let running: readonly RunningQuestion[] = [];
  const nothing = (): void => undefined;
  const questions: FakeQuestions = {
    asked,
    latest: { answer: nothing, fail: nothing, progress: nothing, isCancelled: false },
    ask: (question, { signal, onProgress = nothing }) => {
      asked.push(question);
      return new Promise((resolve, reject: (reason: FailureError) => void) => {
        signal.addEventListener('abort', () => reject(new FailureError(cancelled)));
        questions.latest = {
          answer: resolve,
          fail: (failure) => reject(new FailureError(failure)),
          progress: onProgress,
          get isCancelled() {
            return signal.aborted;
          },
        };
      });
    },
    running: () => running,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run: (next) => {
      running = next;
      for (const listener of listeners) listener();
    },
  };
  return questions;
};

/** Remembers that a cell has failed. */
export const failCell = (failed: FailedCells, address: string, failure: Failure): Promise<unknown> =>
  failed.watch({ address, key: '', turn: 1 }, () => Promise.reject(new FailureError(failure))).catch(() => undefined);
