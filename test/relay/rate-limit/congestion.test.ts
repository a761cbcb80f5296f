import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterRefusal,
  afterSent,
  type AimdState,
  initialAimd,
  paceOf,
  rateOf,
} from '../../../src/relay/rate-limit/congestion';

const unlimited = {};
/** Sends so many requests at once, of which Amazon refuses those beyond `taken` a little later. */
const burst = (flow: AimdState, at: number, count: number, taken: number): AimdState => {
  let next = flow;
  const rates = Array.from({ length: count }, () => rateOf((next = afterSent(next, at)), at));
  return rates.slice(taken).reduce((known, rate) => afterRefusal(known, { sentAt: at, at: at + 50, rate }), next);
};

describe('the pace', () => {
  it('is unknown until Amazon refuses', () => {
    expect(paceOf(burst(initialAimd, 0, 100, 100), 50, unlimited)).toBeUndefined();
  });

  it('learns from what was refused: beyond how many in a second', () => {
    const flow = burst(initialAimd, 0, 16, 10);
    expect(flow.takenRps).toBe(10);
    expect(paceOf(flow, 50, unlimited)).toBeCloseTo(7);
  });

  it('counts the last second, not the one before', () => {
    const flow = burst(burst(initialAimd, 0, 40, 40), 1_500, 10, 9);
    expect(flow.takenRps).toBe(9 + 40 * 0.5);
  });

  it('learns nothing from one refusal in a quiet moment', () => {
    expect(paceOf(burst(initialAimd, 0, 1, 0), 50, unlimited)).toBeUndefined();
    expect(paceOf(burst(initialAimd, 0, 5, 4), 50, unlimited)).toBeUndefined();
  });

  it('learns from consecutive refusals in quiet moments, and never stops', () => {
    let flow = burst(initialAimd, 0, 1, 0);
    const rates = Array.from({ length: 6 }, (_, index) => {
      flow = burst(flow, (index + 1) * 1_500, 1, 0);
      return Math.round(paceOf(flow, (index + 1) * 1_500 + 50, unlimited) ?? Infinity);
    });
    expect(rates[0]).toBe(4);
    expect(rates).toEqual([...rates].sort((one, other) => other - one));
    expect(rates.at(-1)).toBe(2);
  });

  it('is near what Amazon took after seconds, and full again ten seconds after the last refusal', () => {
    const flow = burst(initialAimd, 0, 16, 10);
    const at = (ms: number): number | undefined => paceOf(flow, 50 + ms, unlimited);
    expect(at(3_500)).toBeCloseTo(9.6, 1);
    expect(at(7_000)).toBeCloseTo(10);
    expect(at(9_000)).toBeCloseTo(40);
    expect(at(10_000)).toBeUndefined();
  });

  it('is full again as soon where nothing was answered', () => {
    const flow = burst(initialAimd, 0, 16, 0);
    expect(paceOf(flow, 60, unlimited)).toBeLessThan(6);
    expect(paceOf(flow, 10_050, unlimited)).toBeUndefined();
  });

  it('stays within its limits, and rises until the next refusal, whatever happens', () => {
    const event = fc.record({ at: fc.nat(60_000), count: fc.integer({ min: 1, max: 40 }), taken: fc.nat(40) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(event, { maxLength: 60 }), (rps, events) => {
        let flow = initialAimd;
        for (const { at, count, taken } of events.sort((a, b) => a.at - b.at)) {
          flow = burst(flow, at, count, taken);
          const rates = [0, 1_000, 5_000, 9_999, 10_000].map((ms) => paceOf(flow, at + 50 + ms, { rps }) ?? NaN);
          expect(rates).toEqual([...rates].sort((one, other) => one - other));
          expect(rates[0]).toBeGreaterThanOrEqual(Math.min(2, rps));
          expect(rates.at(-1)).toBe(rps);
        }
      }),
    );
  });
});
