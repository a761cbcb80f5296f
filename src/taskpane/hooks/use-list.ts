import { useCallback, useEffect, useState } from 'react';
import { type Failure, failureOf } from '../../core/domain/failure';

/** A list that comes from the relay. */
export type List<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly items: readonly T[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

const idle = { kind: 'idle' } as const;
const loading = { kind: 'loading' } as const;

/**
 * Loads the list that a key stands for, and keeps those of other keys for when somebody comes back to them.
 * @param key which list; undefined: none yet
 * @returns the list, and what loads it again after a failure
 */
export const useList = <T>(
  key: string | undefined,
  load: (key: string, signal: AbortSignal) => Promise<readonly T[]>,
): readonly [List<T>, () => void] => {
  const [lists, setLists] = useState<ReadonlyMap<string, List<T>>>(new Map());
  const [attempt, setAttempt] = useState(0);
  const list = key === undefined ? idle : (lists.get(key) ?? loading);
  const isReady = list.kind === 'ready';
  useEffect(() => {
    if (key === undefined || isReady) return;
    const left = new AbortController();
    const settle = (outcome: List<T>): void => {
      if (!left.signal.aborted) setLists((before) => new Map([...before, [key, outcome]]));
    };
    load(key, left.signal).then(
      (items) => settle({ kind: 'ready', items }),
      (error: unknown) => settle({ kind: 'failed', failure: failureOf(error) }),
    );
    return () => left.abort();
  }, [key, isReady, load, attempt]);
  const retry = useCallback(() => {
    setLists((before) => new Map([...before].filter(([one]) => one !== key)));
    setAttempt((before) => before + 1);
  }, [key]);
  return [list, retry];
};
