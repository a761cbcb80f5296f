import { describe, expect, it } from 'vitest';
import {
  admission,
  type Breaker,
  type CallOutcome,
  closed,
  halfOpen,
  record,
} from '../../../src/relay/rate-limit/circuit-breaker';

const hear = (breaker: Breaker, outcome: CallOutcome['outcome'], sentAt: number, at: number, probe = false): Breaker =>
  record(breaker, { outcome, sentAt, at, probe });

/** One failure after another, a fifth of a second each. */
const failures = (count: number, from = closed): Breaker =>
  Array.from({ length: count }).reduce<Breaker>(
    (breaker, _, i) => hear(breaker, 'failed', i * 200, i * 200 + 200),
    from,
  );

describe('the breaker', () => {
  it('opens after a run of failures', () => {
    expect(admission(failures(11), 2_000)).toBe('all');
    expect(failures(12)).toEqual({ state: 'open', until: 4_400, pauses: 1 });
    expect(admission(failures(12), 4_399)).toBe('none');
  });

  it('takes many connections that break at once for one event', () => {
    const broken = Array.from({ length: 16 }).reduce<Breaker>((breaker) => hear(breaker, 'failed', 0, 100), closed);
    expect(admission(broken, 100)).toBe('all');
    expect(hear(broken, 'failed', 1_900, 2_000).state).toBe('open');
  });

  it('counts many that got no answer within a long time', () => {
    const silent = Array.from({ length: 16 }).reduce<Breaker>((breaker) => hear(breaker, 'failed', 0, 30_000), closed);
    expect(silent).toMatchObject({ state: 'open' });
  });

  it('begins again with any answer', () => {
    expect(hear(failures(11), 'answered', 1_900, 2_000)).toEqual(closed);
  });

  it('takes no notice of requests that nobody waited for', () => {
    expect(hear(failures(11), 'unknown', 1_900, 2_000)).toEqual(failures(11));
  });

  it('lets one request through after the pause, and all once that is answered', () => {
    const open = failures(12);
    expect(admission(open, 4_400)).toBe('probe');
    const trying = halfOpen(open);
    expect(admission(trying, 4_500)).toBe('wait');
    expect(hear(trying, 'answered', 4_500, 4_600, true)).toEqual(closed);
  });

  it('pauses twice as long after each probe that fails, up to a minute', () => {
    let breaker = failures(12);
    const pauses: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      breaker = hear(halfOpen(breaker), 'failed', 0, 0, true);
      pauses.push(breaker.state === 'open' ? breaker.until : NaN);
    }
    expect(pauses).toEqual([4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('sends another probe where nobody waited for the first', () => {
    const trying = hear(halfOpen(failures(12)), 'unknown', 4_500, 8_000, true);
    expect(admission(trying, 8_000)).toBe('probe');
    expect(hear(halfOpen(trying), 'failed', 8_000, 8_100, true)).toMatchObject({ until: 12_100 });
  });

  it('listens to its probe alone', () => {
    const trying = halfOpen(failures(12));
    expect(hear(trying, 'answered', 0, 8_000)).toBe(trying);
    expect(hear(trying, 'failed', 0, 8_000)).toBe(trying);
    expect(hear(failures(12), 'answered', 0, 3_000)).toEqual(failures(12));
  });
});
