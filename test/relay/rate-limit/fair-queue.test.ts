import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue, type Waiter } from '../../../src/relay/rate-limit/fair-queue';

interface Numbered extends Waiter {
  readonly id: string;
}

const turnsOf = (...ids: string[]) => {
  const turns = new FairQueue<Numbered>();
  const waiters = new Map(ids.map((id) => [id, { id, accountId: id.charAt(0), path: '' }]));
  for (const waiter of waiters.values()) turns.add(waiter);
  return { turns, waiters };
};

/** Starts as many as may start, and tells which. */
const startAll = (turns: FairQueue<Numbered>, places: number): string[] => {
  const started: string[] = [];
  while (turns.running < places) {
    const next = turns.next(places);
    if (next === undefined) break;
    turns.start(next);
    started.push(next.id);
  }
  return started;
};

describe('turns', () => {
  it('go round the customers, and by the order of coming within each', () => {
    const { turns } = turnsOf('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1');
    expect(startAll(turns, 20)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('leave all places to one who waits alone', () => {
    const { turns } = turnsOf('a1', 'a2', 'a3', 'a4');
    expect(startAll(turns, 3)).toEqual(['a1', 'a2', 'a3']);
  });

  it('give free places to the newcomer until both have the same', () => {
    const { turns, waiters } = turnsOf(...Array.from({ length: 20 }, (_, i) => `a${i}`));
    startAll(turns, 4);
    for (const id of ['b0', 'b1', 'b2']) turns.add({ id, accountId: 'b', path: '' });
    const order: string[] = [];
    for (let ended = 0; ended < 4; ended += 1) {
      turns.end({ accountId: 'a', path: '' });
      order.push(...startAll(turns, 4));
    }
    expect(order).toEqual(['b0', 'b1', 'a4', 'a5']);
    expect(waiters.size).toBe(20);
  });

  it('pass over customers who may not start yet', () => {
    const { turns } = turnsOf('a1', 'b1');
    expect(turns.next(4, (accountId) => accountId !== 'a')?.id).toBe('b1');
    expect(turns.next(4, () => false)).toBeUndefined();
  });

  it('pass over who has left', () => {
    const { turns, waiters } = turnsOf('a1', 'a2', 'b1');
    const first = waiters.get('a1');
    if (first) turns.remove(first);
    if (first) turns.remove(first);
    expect(turns.waiting).toBe(2);
    expect(startAll(turns, 4)).toEqual(['a2', 'b1']);
  });

  it('never leave a place empty while someone waits, and start everyone once', () => {
    const coming = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
    const ending = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(coming, fc.integer({ min: 1, max: 9 }), ending, (accounts, places, picks) => {
        const { turns } = turnsOf(...accounts.map((accountId, index) => `${accountId}${index}`));
        const running: string[] = [];
        const started: string[] = [];
        while (started.length < accounts.length) {
          const begun = startAll(turns, places);
          running.push(...begun);
          started.push(...begun);
          expect(running.length).toBe(Math.min(places, running.length + turns.waiting));
          const [ended] = running.splice((picks.next().value ?? 0) % running.length, 1);
          turns.end({ accountId: ended?.charAt(0) ?? '', path: '' });
        }
        expect(new Set(started).size).toBe(accounts.length);
      }),
    );
  });
});
