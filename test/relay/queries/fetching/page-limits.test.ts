import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import { createStoredLimits, PageLimits } from '../../../../src/relay/queries/fetching/page-limits';
import { MemoryStore } from '../../../../src/relay/store/memory';
import type { Store } from '../../../../src/relay/store/store';
import { losableStore } from '../../../support/relay/fakes/losable-store';

const rejected = (message: string): FailureError => new FailureError({ code: 'rejected', message, advice: 'Mend it.' });
const tooLarge = rejected("Value '100000' at 'maxResults' failed to satisfy constraint");

/** Amazon with a largest page size, and what it was asked. */
const amazon = (largest: number, limits = new PageLimits(() => 0)) => {
  const sizes: number[] = [];
  const send = (size: number): Promise<number> => {
    sizes.push(size);
    return size > largest ? Promise.reject(tooLarge) : Promise.resolve(size);
  };
  return { limits, sizes, send, ask: (wanted?: number) => limits.request(wanted, send) };
};

describe('the page size', () => {
  it('is the largest until Amazon refuses it, once, and 50 from then on', async () => {
    const { ask, sizes } = amazon(50);
    await ask();
    await ask();
    expect(sizes).toEqual([100_000, 50, 50]);
  });

  it('is what the formula asks for, where Amazon takes it', async () => {
    const { ask, sizes } = amazon(1_000);
    await ask(10);
    await ask(500);
    expect(sizes).toEqual([10, 500]);
  });

  it('is not blamed for what Amazon refuses for another reason', async () => {
    const { limits } = amazon(50);
    const sizes: number[] = [];
    const other = limits.request(undefined, (size) => {
      sizes.push(size);
      return Promise.reject(rejected('skillId is not valid'));
    });
    await expect(other).rejects.toThrow('skillId');
    expect(sizes).toEqual([100_000]);
  });

  it('is not learnt from a refusal that meets 50 too', async () => {
    const { limits, ask, sizes } = amazon(0);
    await expect(ask()).rejects.toBe(tooLarge);
    const { send, sizes: later } = amazon(100_000);
    await limits.request(undefined, send);
    expect([sizes, later]).toEqual([[100_000, 50], [100_000]]);
  });
});

describe('the cap', () => {
  it('is learnt from pages that keep points back, not from a single short one, and forgotten when a longer page comes', () => {
    const limits = new PageLimits(() => 0);
    expect(limits.pageSize(undefined)).toBeUndefined();
    limits.learn(50, true, undefined);
    expect(limits.pageSize(undefined)).toBe(50);
    limits.learn(20, true, undefined);
    limits.learn(1, true, undefined);
    expect(limits.pageSize(undefined)).toBe(50);
    for (let page = 0; page < 3; page += 1) limits.learn(20, true, undefined);
    expect(limits.pageSize(undefined)).toBe(20);
    limits.learn(50, true, undefined);
    expect(limits.pageSize(undefined)).toBe(50);
    limits.learn(600, false, undefined);
    expect(limits.pageSize(undefined)).toBeUndefined();
  });

  it('is lowered by the third short page of one length, not by the second', () => {
    const limits = new PageLimits(() => 0);
    limits.learn(50, true, undefined);
    const capAfter = (points: number): number | undefined => {
      limits.learn(points, true, undefined);
      return limits.pageSize(undefined);
    };
    expect([20, 20, 30, 20, 20, 20].map(capAfter)).toEqual([50, 50, 50, 50, 50, 20]);
  });

  it('is not learnt from a page that a formula wanted short', () => {
    const limits = new PageLimits(() => 0);
    limits.learn(10, true, 10);
    expect(limits.pageSize(undefined)).toBeUndefined();
    expect(limits.pageSize(10)).toBe(10);
  });

  it('is found out by one request, for which others wait', async () => {
    const { limits, ask } = amazon(100_000);
    const order: string[] = [];
    let answered = (): void => undefined;
    const first = limits.learnFirst('skill', 600, undefined, (learnt) => {
      order.push('first asks');
      answered = () => {
        order.push('first learns');
        limits.learn(50, true, undefined);
        learnt();
      };
    });
    const second = limits
      .learnFirst('skill', 600, undefined, () => order.push('second asks'))
      .then(() => order.push(`second plans with ${String(limits.pageSize(undefined))}`));
    await ask();
    answered();
    await Promise.all([first, second]);
    expect(order).toEqual(['first asks', 'first learns', 'second plans with 50']);
  });

  it('is found out by another skill too, where Amazon hangs over the one that asks', async () => {
    const { limits } = amazon(100_000);
    const asked: string[] = [];
    void limits.learnFirst('hangs', 600, undefined, () => asked.push('hangs'));
    await limits.learnFirst('answers', 600, undefined, (learnt) => {
      asked.push('answers');
      learnt();
    });
    expect(asked).toEqual(['hangs', 'answers']);
  });

  it('is learnt again after an hour, if a range is longer than it', async () => {
    let now = 0;
    const limits = new PageLimits(() => now);
    await amazon(100_000, limits).ask();
    limits.learn(50, true, undefined);
    const asked: number[] = [];
    const begin = async (points: number): Promise<void> =>
      limits.learnFirst('skill', points, undefined, (learnt) => {
        asked.push(points);
        limits.learn(50, true, undefined);
        learnt();
      });
    await begin(600);
    now = 3_600_001;
    await begin(40);
    await begin(600);
    await begin(600);
    expect(asked).toEqual([600]);
    now = 7_200_003;
    await begin(600);
    expect(asked).toEqual([600, 600]);
  });
});

describe('what one relay has learnt', () => {
  const relaysOn = (store: Store) => (now: () => number) => new PageLimits(now, createStoredLimits(store));
  /** Whether it still has to find something out, which it does if so. */
  const learns = async (limits: PageLimits, points: number, cap: number): Promise<boolean> => {
    let began = false;
    await limits.learnFirst('skill', points, undefined, (learnt) => {
      began = true;
      limits.learn(cap, points > cap, undefined);
      learnt();
    });
    return began;
  };

  it('the others know for an hour, and the next one that has to finds it out for all', async () => {
    let now = 0;
    const relay = relaysOn(new MemoryStore(() => now));
    const [one, other] = [relay(() => now), relay(() => now)];
    for (const limits of [one, other]) await amazon(100_000, limits).ask();
    expect([await learns(one, 600, 50), await learns(other, 600, 50)]).toEqual([true, false]);
    expect(other.pageSize(undefined)).toBe(50);
    now = 3_600_001;
    expect([await learns(other, 600, 100), await learns(one, 600, 100)]).toEqual([true, false]);
    expect(one.pageSize(undefined)).toBe(100);
  });

  it('is not overwritten by one whose request has failed', async () => {
    const relay = relaysOn(new MemoryStore(() => 0));
    const [one, failing, third] = [relay(() => 0), relay(() => 0), relay(() => 0)];
    let fail = (): void => undefined;
    const failed = failing.learnFirst('skill', 600, undefined, (learnt) => (fail = learnt));
    for (const limits of [one, third]) await amazon(100_000, limits).ask();
    await learns(one, 600, 50);
    fail();
    await failed;
    expect(await learns(third, 600, 50)).toBe(false);
  });

  it('is the page size that Amazon takes, too', async () => {
    const store = new MemoryStore(() => 0);
    const [one, other] = [
      amazon(
        50,
        relaysOn(store)(() => 0),
      ),
      amazon(
        50,
        relaysOn(store)(() => 0),
      ),
    ];
    await one.ask();
    await learns(one.limits, 600, 50);
    await learns(other.limits, 600, 50);
    await other.ask();
    expect([one.sizes, other.sizes]).toEqual([[100_000, 50], [50]]);
  });

  it('each learns for itself while the store is lost, or holds something else', async () => {
    const losable = losableStore(() => 0);
    await losable.store.set('page-limits', '{"whole":-1}');
    for (const isLost of [false, true]) {
      losable.isLost = isLost;
      const errors: unknown[] = [];
      const limits = new PageLimits(
        () => 0,
        createStoredLimits(losable.store, (error) => errors.push(error)),
      );
      await amazon(100_000, limits).ask();
      expect(await learns(limits, 600, 50)).toBe(true);
      expect(limits.pageSize(undefined)).toBe(50);
      expect(errors.length > 0).toBe(isLost);
      losable.isLost = false;
      await losable.store.set('page-limits', 'nothing');
    }
  });
});
