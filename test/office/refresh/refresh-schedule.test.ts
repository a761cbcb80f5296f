import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/core/domain/failure';
import { createListeners } from '../../../src/office/lib/observable';
import { startSchedule } from '../../../src/office/refresh/refresh-schedule';
import { createRefreshStatus, type RefreshStatusCell } from '../../../src/office/refresh/refresh-status';
import type { RefreshTimes } from '../../../src/office/storage/refresh-settings';
import { createManualClock, type ManualClock } from '../../support/office/manual-clock';

const minute = 60_000;
const throttled: Failure = { code: 'throttled', message: 'Too many requests.', advice: 'Wait.' };

let clock: ManualClock;
let status: RefreshStatusCell;
let settings: RefreshTimes;
let refreshed: number;
let endings: (() => void)[];
/** How old numbers might be, by refresh. */
let shared: (number | undefined)[];
let [seen, signedIn] = [true, true];
const [chosen, sights] = [createListeners<undefined>(), createListeners<undefined>()];

beforeEach(() => {
  clock = createManualClock();
  status = createRefreshStatus();
  settings = { onOpen: false, everyMinutes: 5 };
  [refreshed, endings, shared, seen, signedIn] = [0, [], [], true, true];
});

/** A refresh that ends when the test says so. */
const start = (): void => {
  let running: Promise<void> = Promise.resolve();
  startSchedule({
    workbook: {
      refresh: (_, sharedMs) => {
        shared.push(sharedMs);
        refreshed += 1;
        running = new Promise((resolve) => endings.push(resolve));
        return Promise.resolve(status.get());
      },
      whenRefreshed: () => running,
    },
    status,
    choice: { get: () => settings, subscribe: (listener) => chosen.add(listener) },
    isSignedIn: () => signedIn,
    online: () => true,
    isSeen: () => seen,
    onSight: (listener) => void sights.add(listener),
    wait: clock.setTimer,
  });
};
const end = (): void => {
  endings.splice(0).forEach((resolve) => resolve());
};

describe('a workbook that refreshes every few minutes', () => {
  it('counts them from the end of the refresh before, so that none overlaps', async () => {
    start();
    await clock.advance(5 * minute);
    expect(refreshed).toBe(1);
    await clock.advance(60 * minute);
    expect(refreshed).toBe(1);
    end();
    await clock.advance(4 * minute);
    expect(refreshed).toBe(1);
    await clock.advance(minute);
    expect(refreshed).toBe(2);
  });

  it('shares what others have fetched in the last half of the interval', async () => {
    start();
    await clock.advance(5 * minute);
    expect(shared).toEqual([2.5 * minute]);
    settings = { onOpen: false, everyMinutes: 60 };
    end();
    await clock.advance(60 * minute);
    expect(shared).toEqual([2.5 * minute, 30 * minute]);
  });

  it('waits until it is in sight', async () => {
    start();
    seen = false;
    await clock.advance(60 * minute);
    expect(refreshed).toBe(0);
    seen = true;
    sights.notify(undefined);
    await clock.advance(0);
    expect(refreshed).toBe(1);
  });

  it('waits longer while Amazon has no room, up to an hour', async () => {
    start();
    const refuse = (): void => status.set({ kind: 'refused', at: 0, failure: throttled });
    refuse();
    await clock.advance(9 * minute);
    expect(refreshed).toBe(0);
    await clock.advance(minute);
    expect(refreshed).toBe(1);
    for (let times = 0; times < 9; times += 1) refuse();
    end();
    await clock.advance(60 * minute);
    expect(refreshed).toBe(2);
  });

  it('asks nothing while nobody is signed in', async () => {
    signedIn = false;
    start();
    await clock.advance(30 * minute);
    expect(refreshed).toBe(0);
    signedIn = true;
    await clock.advance(5 * minute);
    expect(refreshed).toBe(1);
  });

  it('stops when somebody turns it off', async () => {
    start();
    settings = { onOpen: false, everyMinutes: 0 };
    chosen.notify(undefined);
    await clock.advance(60 * minute);
    expect(refreshed).toBe(0);
  });
});

it('a workbook that refreshes on opening does so once', async () => {
  settings = { onOpen: true, everyMinutes: 0 };
  start();
  expect(refreshed).toBe(1);
  expect(shared).toEqual([2.5 * minute]);
  end();
  await clock.advance(60 * minute);
  expect(refreshed).toBe(1);
});
