import { performance } from 'node:perf_hooks';
import { type Clock, systemClock } from '../../../../src/relay/lib/clock';
import { TestClock } from './test-clock';

/** A clock that runs as ours do, from the day on which the tests take place, and may be moved on. */
export const runningClock = (): Clock & { readonly pass: (ms: number) => void } => {
  const began = performance.now();
  let first = new TestClock().now();
  return {
    ...systemClock,
    now: () => first + performance.now() - began,
    pass: (ms) => void (first += ms),
  };
};
