import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, FailureError, failureOf } from '../../../src/core/domain/failure';
import type { Answer, Query } from '../../../src/core/query/query';
import { createQueryCache, type QueryCache, type QueryCacheDeps } from '../../../src/office/queries/query-cache';
import type { AskOptions } from '../../../src/office/relay/fetch';
import { createManualClock, defer, type Deferred, type ManualClock, settle } from '../../support/office/manual-clock';
import { answer, august, query } from '../../support/office/queries-of';

interface FunctionCall extends Deferred<Answer> {
  readonly query: Query;
  readonly how: AskOptions;
}

const throttled = new FailureError({ code: 'throttled', message: 'Too much.', advice: 'Wait.' });

let clock: ManualClock;
let calls: FunctionCall[];
let answers: QueryCache;

const create = (more: Partial<QueryCacheDeps> = {}): QueryCache =>
  createQueryCache({
    ask: (asked, how) => {
      const deferred = defer<Answer>();
      calls.push({ ...deferred, query: asked, how });
      return deferred.promise;
    },
    wait: clock.setTimer,
    now: () => clock.now(),
    ...more,
  });

beforeEach(() => {
  clock = createManualClock();
  calls = [];
  answers = create();
});

const forever = (): AbortSignal => new AbortController().signal;
const get = (asked = query(), signal = forever(), address?: string): Promise<Answer> =>
  answers.get(asked, { signal, ...(address === undefined ? {} : { address }) });
const failure = (promise: Promise<unknown>): Promise<Failure | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  );

describe('identical queries', () => {
  it('share one answer while it is under way and for five minutes after', async () => {
    const both = [get(), get()];
    calls[0]?.resolve(answer());
    expect(await Promise.all(both)).toEqual([answer(), answer()]);
    await clock.advance(5 * 60_000 - 1);
    await get();
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    void get();
    expect(calls).toHaveLength(2);
  });

  it('are distinguished from others', () => {
    void get();
    void get(query({ endTime: august + 1 }));
    void get(query({ metrics: ['uniqueCustomers'] }));
    void get(query({ locales: ['en-US'] }));
    void get(query({ intents: ['en-US'] }));
    expect(calls).toHaveLength(5);
  });

  it('share a failure for as long as one recalculation takes, and no longer', async () => {
    const first = failure(get());
    calls[0]?.reject(throttled);
    expect((await first)?.code).toBe('throttled');
    await clock.advance(1_999);
    expect((await failure(get()))?.code).toBe('throttled');
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    void get();
    expect(calls).toHaveLength(2);
  });
});

describe('a cell that no longer wants its answer', () => {
  it('leaves at once, and the others get theirs', async () => {
    const controller = new AbortController();
    const leaving = failure(get(query(), controller.signal));
    const staying = get();
    controller.abort();
    expect((await leaving)?.code).toBe('cancelled');
    await clock.advance(10_000);
    expect(calls[0]?.how.signal?.aborted).toBe(false);
    calls[0]?.resolve(answer());
    expect(await staying).toEqual(answer());
  });

  it('stops the query half a second later if it was the last', async () => {
    const controller = new AbortController();
    const leaving = failure(get(query(), controller.signal));
    controller.abort();
    await leaving;
    await clock.advance(499);
    expect(calls[0]?.how.signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(calls[0]?.how.signal?.aborted).toBe(true);
    expect(answers.running()).toEqual([]);
    void get();
    expect(calls).toHaveLength(2);
  });

  it('may be back before that: Excel cancels a call before it makes the next', async () => {
    const controller = new AbortController();
    const leaving = failure(get(query(), controller.signal));
    controller.abort();
    await leaving;
    await clock.advance(400);
    const again = get();
    await clock.advance(10_000);
    calls[0]?.resolve(answer());
    expect(await again).toEqual(answer());
    expect(calls).toHaveLength(1);
  });
});

describe('a cell that comes later', () => {
  it('learns at once how far the answer has come', async () => {
    void get();
    const progress = { windowsDone: 1, windowsPlanned: 2, pages: 3, points: 4 };
    calls[0]?.how.onProgress?.(progress);
    const heard: unknown[] = [];
    void answers.get(query(), { signal: forever(), onProgress: (one) => heard.push(one) });
    await settle();
    expect(heard).toEqual([progress]);
  });

  it('does not wait where it has left already', async () => {
    expect((await failure(get(query(), AbortSignal.abort())))?.code).toBe('cancelled');
  });
});

describe('a relay that keeps silent', () => {
  it('is given up after a minute without progress', async () => {
    const asked = failure(get());
    await clock.advance(59_999);
    calls[0]?.how.onProgress?.({ windowsDone: 0, windowsPlanned: 9, pages: 1, points: 50 });
    await clock.advance(59_999);
    expect(answers.running()).toHaveLength(1);
    await clock.advance(1);
    expect((await asked)?.code).toBe('deadline_exceeded');
    expect(calls[0]?.how.signal?.aborted).toBe(true);
    expect(clock.pending()).toBe(0);
  });

  it('is not silent while an answer arrives, however slowly', async () => {
    const asked = get();
    for (let part = 0; part < 5; part += 1) {
      await clock.advance(59_999);
      calls[0]?.how.onArrival?.();
    }
    calls[0]?.resolve(answer());
    expect(await asked).toEqual(answer());
  });

  it('is given up in the end, however much progress it reports', async () => {
    answers = create({ deadlineMs: 100_000 });
    const asked = failure(get());
    // What it has waited in the browser does not count.
    for (let second = 0; second < 100; second += 1) {
      calls[0]?.how.onArrival?.();
      await clock.advance(1_000);
    }
    expect(answers.running()).toHaveLength(1);
    calls[0]?.how.onTaken?.();
    for (let second = 0; second < 100; second += 1) {
      calls[0]?.how.onProgress?.({ windowsDone: 0, windowsPlanned: 9, pages: second, points: 50 });
      await clock.advance(1_000);
    }
    expect((await asked)?.code).toBe('deadline_exceeded');
  });
});

describe('what is kept', () => {
  it('is bounded: the oldest answers go first', async () => {
    answers = create({ maxPoints: 5 });
    for (const end of [1, 2]) {
      const asked = get(query({ endTime: august + end }));
      calls.at(-1)?.resolve(answer([1, 2, 3]));
      await asked;
    }
    expect(answers.known(query({ endTime: august + 1 }))).toBeUndefined();
    expect(answers.known(query({ endTime: august + 2 }))).toBeDefined();
  });

  it('is kept up to the bound, those asked again last going last', async () => {
    answers = create({ maxPoints: 6 });
    const ends = async (...list: number[]): Promise<void> => {
      for (const end of list) {
        const asked = get(query({ endTime: august + end }));
        calls.at(-1)?.resolve(answer([1, 2, 3]));
        await asked;
      }
    };
    const known = (): boolean[] =>
      [1, 2, 3].map((end) => answers.known(query({ endTime: august + end })) !== undefined);
    await ends(1);
    await clock.advance(200_000);
    await ends(2);
    expect(known()).toEqual([true, true, false]);
    await clock.advance(100_000);
    await ends(1, 3);
    expect(known()).toEqual([true, false, true]);
  });

  it('does not push out what is under way', async () => {
    answers = create({ maxPoints: 1 });
    const underWay = get();
    const other = get(query({ endTime: august + 1 }));
    calls[1]?.resolve(answer());
    await other;
    const again = get();
    calls[0]?.resolve(answer());
    expect(await Promise.all([underWay, again])).toEqual([answer(), answer()]);
    expect(calls).toHaveLength(2);
  });

  it('is dropped by a refresh, after which each query looks again at what may have changed, once', async () => {
    const first = get();
    calls[0]?.resolve(answer());
    await first;
    answers.renew();
    expect(answers.known(query())).toBeUndefined();
    const second = failure(get());
    calls[1]?.reject(throttled);
    await second;
    await clock.advance(2_000);
    void get();
    expect(calls.map(({ how }) => how.fresh)).toEqual([undefined, 'tail', undefined]);
  });

  it('sends the time of the refresh with all queries that follow it, so that they share what was fetched since', async () => {
    const ask = (asked = query()): void => void get(asked).catch(() => undefined);
    ask();
    answers.renew({ since: 5_000, all: true });
    ask(query({ stage: 'development' }));
    await clock.advance(5 * 60_000);
    ask(query({ locales: ['en-US'] }));
    answers.clear();
    ask();
    expect(calls.map(({ how: { fresh, since } }) => [fresh, since])).toEqual([
      [undefined, undefined],
      ['all', 5_000],
      ['all', 5_000],
      [undefined, undefined],
    ]);
  });

  it('is asked again by the cells of a refresh only, once, and shared with the others', async () => {
    const first = get(query(), forever(), 'Sheet1!A1');
    calls[0]?.resolve(answer());
    await first;
    const round = answers.renew({ since: 5_000, places: new Set(['sheet1!a1']) });
    expect(answers.known(query(), 'Sheet1!B2')).toBeDefined();
    expect(answers.known(query(), '$A$1')).toBeDefined();
    expect(answers.known(query(), 'Sheet1!A1')).toBeUndefined();
    const second = get(query(), forever(), 'Sheet1!A1');
    calls[1]?.resolve({ ...answer(), requests: 3, requestIds: ['r1', 'r2'] });
    await second;
    expect(answers.known(query(), 'Sheet1!A1')).toBeDefined();
    expect(calls.map(({ how }) => how.fresh)).toEqual([undefined, 'tail']);
    expect(round.requests()).toBe(3);
    round.end();
    await get(query(), forever(), 'Sheet1!A1');
    expect(calls).toHaveLength(2);
  });

  it('counts requests that several queries share once', async () => {
    const round = answers.renew();
    const both = [get(), get(query({ endTime: august + 1 }))];
    calls[0]?.resolve({ ...answer(), requests: 2, requestIds: ['r1', 'r2'] });
    calls[1]?.resolve({ ...answer(), requests: 2, requestIds: ['r2', 'r3'] });
    await Promise.all(both);
    expect(round.requests()).toBe(3);
  });

  it('goes on running through a refresh', async () => {
    const asked = get();
    answers.renew();
    void get();
    calls[0]?.resolve(answer());
    expect(await asked).toEqual(answer());
    expect(calls).toHaveLength(1);
  });

  it('is nobody else’s after the person has changed', async () => {
    const settled = get(query({ stage: 'development' }));
    calls[0]?.resolve(answer());
    await settled;
    const underWay = failure(get());
    answers.clear({ code: 'cancelled', message: 'Somebody else is here.', advice: 'Refresh to run it again.' });
    expect(answers.known(query({ stage: 'development' }))).toBeUndefined();
    expect(calls[1]?.how.signal?.aborted).toBe(true);
    calls[1]?.resolve(answer());
    expect((await underWay)?.message).toBe('Somebody else is here.');
    void get();
    expect(calls).toHaveLength(3);
  });

  it('is forgotten, while what is under way goes on for those who wait, where nobody has changed', async () => {
    const asked = get();
    answers.clear();
    void get();
    expect(calls).toHaveLength(2);
    calls[0]?.resolve(answer());
    expect(await asked).toEqual(answer());
    expect(answers.known(query())).toBeUndefined();
  });

  it('does not outlive a clock that is set back', async () => {
    const first = get();
    calls[0]?.resolve(answer());
    await first;
    const second = failure(get(query({ stage: 'development' })));
    calls[1]?.reject(throttled);
    await second;
    clock.setBack(86_400_000);
    expect(answers.known(query())).toBeUndefined();
    void get();
    void get(query({ stage: 'development' }));
    expect(calls).toHaveLength(4);
  });
});

describe('what is under way', () => {
  it('is listed with the cells that wait and its progress', async () => {
    let told = 0;
    answers.subscribe(() => (told += 1));
    void get(query(), forever(), 'Sheet1!B2');
    void get(query(), forever(), 'Sheet1!D2');
    expect(answers.running().map((asked) => asked.addresses())).toEqual([['Sheet1!B2', 'Sheet1!D2']]);
    calls[0]?.how.onProgress?.({ windowsDone: 1, windowsPlanned: 2, pages: 3, points: 4 });
    expect(answers.running()[0]?.progress()?.points).toBe(4);
    calls[0]?.resolve(answer());
    await settle();
    expect(answers.running()).toEqual([]);
    expect(told).toBe(3);
  });
});
