import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapt, initialFlow, type Flow, type FlowEvent } from '../../../src/relay/budgets/adapt';
import type { Limits } from '../../../src/relay/budgets/limits';

const after = (limits: Limits, ...events: FlowEvent[]): Flow =>
  events.reduce((flow, event) => adapt(flow, event, limits), initialFlow(limits));

const sent = (at: number, count = 1): FlowEvent[] => Array.from({ length: count }, () => ({ kind: 'sent', at }));
const answered = (sentAt: number, at: number, busy = true): FlowEvent => ({ kind: 'answered', sentAt, at, busy });
const throttled = (sentAt: number, at: number, retryAfterMs?: number): FlowEvent => ({
  kind: 'throttled',
  sentAt,
  at,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

describe('the flow', () => {
  it('has no rate until Amazon refuses', () => {
    const flow = after({ concurrency: 16 }, ...sent(0, 100), answered(0, 50));
    expect(flow.rps).toBeUndefined();
    expect(flow.concurrency).toBe(16);
  });

  it('goes down at once: half of what was sent within a second, and half in flight', () => {
    const flow = after({ concurrency: 16 }, ...sent(100, 16), throttled(100, 150));
    expect(flow).toMatchObject({ rps: 8, concurrency: 8, restUntil: 1_150 });
  });

  it('counts the last second, not the one before', () => {
    const flow = after({ concurrency: 16 }, ...sent(0, 40), ...sent(1_500, 4), throttled(1_500, 1_750));
    expect(flow.rps).toBe((4 + 40 * 0.25) / 2);
  });

  it('goes down once for requests that were refused together', () => {
    const burst = Array.from({ length: 6 }, (_, index) => throttled(0, 50 + index));
    expect(after({ concurrency: 16 }, ...sent(0, 16), ...burst)).toMatchObject({ rps: 8, concurrency: 8 });
  });

  it('goes down again when the slower pace is refused, but never stands still', () => {
    const again = Array.from({ length: 20 }, (_, index) => throttled(index * 10_000 + 1, index * 10_000 + 50));
    expect(after({ concurrency: 16 }, ...sent(0, 16), ...again)).toMatchObject({ rps: 2, concurrency: 1 });
  });

  it('rests as long as the longest Retry-After asks, whoever got it', () => {
    const flow = after({ concurrency: 4 }, throttled(0, 50, 30_000), throttled(0, 60, 2_000), throttled(0, 70));
    expect(flow.restUntil).toBe(30_050);
  });

  it('comes up slowly: a twentieth of what was refused with each second of answers', () => {
    const limits = { concurrency: 16 };
    let flow = after(limits, ...sent(0, 40), throttled(0, 50));
    expect(flow.rps).toBe(20);
    for (let answer = 0; answer < 20; answer += 1) flow = adapt(flow, answered(2_000, 2_050), limits);
    expect(flow.rps).toBeCloseTo(22, 0);
    expect(flow.rps).toBeLessThan(22);
  });

  it('learns nothing from answers to what was sent before it slowed down', () => {
    const slowed = after({ concurrency: 16 }, ...sent(0, 40), throttled(0, 50));
    expect(adapt(slowed, answered(40, 60), { concurrency: 16 })).toEqual(slowed);
  });

  it('learns nothing from answers while nobody waits: they do not show that more would do', () => {
    const slowed = after({ concurrency: 16 }, ...sent(0, 40), throttled(0, 50));
    expect(adapt(slowed, answered(2_000, 2_050, false), { concurrency: 16 })).toEqual(slowed);
  });

  it('forgets a learnt rate once twice the refused one is answered', () => {
    const limits = { concurrency: 16 };
    let flow = after(limits, ...sent(0, 10), throttled(0, 50));
    let answers = 0;
    for (; flow.rps !== undefined && answers < 10_000; answers += 1) flow = adapt(flow, answered(99, 100), limits);
    expect(flow.rps).toBeUndefined();
    expect(flow.concurrency).toBe(16);
    // 5 to 20 a second in steps of 0.5 a second: 30 seconds at 12.5 a second in the mean.
    expect(answers).toBeGreaterThan(350);
    expect(answers).toBeLessThan(400);
  });

  it('stays within its limits whatever happens', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('sent' as const), at: fc.nat(20_000) }),
      fc.record({
        kind: fc.constant('answered' as const),
        sentAt: fc.nat(20_000),
        at: fc.nat(20_000),
        busy: fc.boolean(),
      }),
      fc.record(
        {
          kind: fc.constant('throttled' as const),
          sentAt: fc.nat(20_000),
          at: fc.nat(20_000),
          retryAfterMs: fc.nat(9_000),
        },
        { requiredKeys: ['kind', 'sentAt', 'at'] },
      ),
    );
    const limits = fc.record({ concurrency: fc.integer({ min: 1, max: 64 }), rps: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(limits, fc.array(event, { maxLength: 200 }), (bounds, events) => {
        const flow = after(bounds, ...events.sort((a, b) => a.at - b.at));
        expect(flow.concurrency).toBeGreaterThanOrEqual(1);
        expect(flow.concurrency).toBeLessThanOrEqual(bounds.concurrency);
        expect(flow.rps).toBeGreaterThanOrEqual(Math.min(2, bounds.rps));
        expect(flow.rps).toBeLessThanOrEqual(bounds.rps);
      }),
    );
  });
});
