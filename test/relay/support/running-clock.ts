import { performance } from 'node:perf_hooks';
import { systemClock, type Clock } from '../../../src/relay/clock';
import { TestClock } from './test-clock';

/** A clock that runs as ours do, from the day on which the tests take place. */
export const runningClock = (): Clock => {
  const [first, began] = [new TestClock().now(), performance.now()];
  return { ...systemClock, now: () => first + performance.now() - began };
};
