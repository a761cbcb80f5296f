import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../src/core/domain/failure';
import { MemoryBudget } from '../../../src/relay/queries/running-queries';

const waits = new AbortController().signal;
const gone = new FailureError({ code: 'cancelled', message: 'Gone.', advice: 'Refresh to run it again.' });

/** Tells who has entered, in their order. */
const entering = (room: MemoryBudget) => {
  const entered: string[] = [];
  const leave = new Map<string, () => void>();
  const enter = (name: string, weight: number, person = 'ada', signal = waits): Promise<void> =>
    room.enter(person, weight, signal).then((leaving) => {
      entered.push(name);
      leave.set(name, leaving);
    });
  return { entered, enter, leave: (name: string) => leave.get(name)?.() };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the room of a person', () => {
  it('is entered in the order of coming, as far as it goes', async () => {
    const { entered, enter, leave } = entering(new MemoryBudget(10));
    const all = [enter('a', 6), enter('b', 4), enter('c', 5), enter('d', 1)];
    await settled();
    // The last would fit, and would then hold up the one before it.
    expect(entered).toEqual(['a', 'b']);
    leave('b');
    await settled();
    expect(entered).toEqual(['a', 'b']);
    leave('a');
    await Promise.all(all);
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is had alone by what is larger than all of it', async () => {
    const { entered, enter, leave } = entering(new MemoryBudget(10));
    void enter('small', 1);
    void enter('large', 50);
    void enter('next', 1);
    await settled();
    expect(entered).toEqual(['small']);
    leave('small');
    await settled();
    expect(entered).toEqual(['small', 'large']);
    leave('large');
    await settled();
    expect(entered).toEqual(['small', 'large', 'next']);
  });

  it('is not needed by what is short', async () => {
    const { entered, enter } = entering(new MemoryBudget(1_000));
    void enter('long', 1_000);
    void enter('waits', 11);
    void enter('short', 10);
    await settled();
    expect(entered).toEqual(['long', 'short']);
  });

  it('is nobody else’s', async () => {
    const { entered, enter } = entering(new MemoryBudget(10));
    void enter('mine', 10);
    void enter('mine, too', 10);
    void enter('hers', 10, 'grace');
    await settled();
    expect(entered).toEqual(['mine', 'hers']);
  });

  it('is no longer awaited by a query that leaves, and those behind go on', async () => {
    const { entered, enter } = entering(new MemoryBudget(10));
    const leaving = new AbortController();
    void enter('a', 6);
    const left = enter('b', 6, 'ada', leaving.signal);
    void enter('c', 4);
    await settled();
    expect(entered).toEqual(['a']);
    leaving.abort(gone);
    await expect(left).rejects.toBe(gone);
    await settled();
    expect(entered).toEqual(['a', 'c']);
  });
});
