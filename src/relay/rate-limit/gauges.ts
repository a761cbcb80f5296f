import { Gauge, type Registry } from 'prom-client';
import type { Limiter, LimiterState } from './limiter';

const gauges: readonly (readonly [name: string, help: string, read: (state: LimiterState) => number])[] = [
  ['relay_upstream_running', 'Requests to SMAPI in flight', ({ running }) => running],
  ['relay_upstream_waiting', 'Requests to SMAPI that wait for their turn', ({ waiting }) => waiting],
  ['relay_upstream_concurrency_limit', 'Requests to SMAPI allowed in flight', ({ concurrency }) => concurrency],
  [
    'relay_upstream_rate_limit',
    'Requests to SMAPI allowed a second; +Inf where only concurrency limits them',
    ({ rps }) => rps ?? Infinity,
  ],
  [
    'relay_upstream_resting',
    'People who must not ask for a while after a 429; +Inf: everyone',
    ({ throttle }) => (throttle === undefined ? 0 : (throttle.people ?? Infinity)),
  ],
  ['relay_upstream_failing', 'Paths of SMAPI left alone because they keep failing', ({ failingPaths }) => failingPaths],
  ['relay_upstream_store_lost', '1 where the pace is not shared for lack of the store', ({ alone }) => Number(alone)],
];

/** Registers Prometheus gauges that show the limiter's state. */
export const gaugeLimiter = (registry: Registry, limiter: Pick<Limiter, 'state'>): void => {
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(limiter.state()));
      },
    });
  }
};
