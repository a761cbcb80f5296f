import { type Failure, FailureError } from '../../../src/core/domain/failure';
import type { Answer, Progress, Query } from '../../../src/core/query/query';
import type { FailedCells } from '../../../src/office/cells/failed-cells';
import { cancelled } from '../../../src/office/lib/async';
import type { Queries, RunningQuery } from '../../../src/office/queries/cell-functions';

export interface FakeQueries extends Pick<Queries, 'ask' | 'running' | 'subscribe'> {
  /** Queries that the pane has asked. */
  readonly asked: Query[];
  /** Ends, or moves on, the pane's latest query. */
  latest: {
    answer(answer: Answer): void;
    fail(failure: Failure): void;
    progress(progress: Progress): void;
    readonly isCancelled: boolean;
  };
  /** What the cells are asking from now on. */
  run(running: readonly RunningQuery[]): void;
}

/** Queries that are answered when the test says so. */
export const fakeQueries = (): FakeQueries => {
  const asked: Query[] = [];
  const listeners = new Set<() => void>();
  let running: readonly RunningQuery[] = [];
  const nothing = (): void => undefined;
  const queries: FakeQueries = {
    asked,
    latest: { answer: nothing, fail: nothing, progress: nothing, isCancelled: false },
    ask: (query, { signal, onProgress = nothing }) => {
      asked.push(query);
      return new Promise((resolve, reject: (reason: FailureError) => void) => {
        signal.addEventListener('abort', () => reject(new FailureError(cancelled)));
        queries.latest = {
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
  return queries;
};

/** Remembers that a cell has failed. */
export const failCell = (failed: FailedCells, address: string, failure: Failure): Promise<unknown> =>
  failed.watch({ address, key: '', turn: 1 }, () => Promise.reject(new FailureError(failure))).catch(() => undefined);
