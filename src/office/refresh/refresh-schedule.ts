import { type SetTimer, setTimer } from '../lib/async';
import type { RefreshChoice } from '../storage/refresh-settings';
import { refreshChoice } from '../storage/refresh-settings';
import type { RefreshStatusCell } from './refresh-status';
import type { Workbook } from './workbook';

export interface ScheduleDeps {
  readonly workbook: Pick<Workbook, 'refresh' | 'whenRefreshed'>;
  readonly status: RefreshStatusCell;
  readonly choice: Pick<RefreshChoice, 'get' | 'subscribe'>;
  /** Whether somebody is signed in. */
  readonly isSignedIn: () => boolean;
  /** Whether the computer is online. */
  readonly online: () => boolean;
  /** Whether the workbook is in sight. */
  readonly isSeen: () => boolean;
  /** Calls `listener` when the workbook comes into sight, or leaves it. */
  readonly onSight: (listener: () => void) => void;
  readonly wait: SetTimer;
}

const minute = 60_000;
/** The longest wait after Amazon had no room, in minutes. */
const longest = 60;

/** On opening, numbers are shared as if the workbook refreshed every so many minutes. */
const onOpenMinutes = 5;

/**
 * Refreshes the workbook by itself, as its settings say: once now, when it has just been opened, and then every few minutes.
 * The minutes count from the end of a refresh, whoever began it, so that none overlaps. While nobody sees the workbook it
 * waits, and catches up when it comes into sight. While Amazon has no room, the waits double, up to an hour.
 *
 * Several people can have the workbook open. What the relay has fetched for one of them in the last half of the interval is
 * fresh enough for the others with the same account, so that all together send as many requests as one.
 */
export const startSchedule = (deps: ScheduleDeps): void => {
  const { workbook, status, choice, wait } = deps;
  let stop = (): void => undefined;
  let isOverdue = false;
  let factor = 1;

  const run = async (): Promise<void> => {
    isOverdue = false;
    const sharedMs = ((choice.get().everyMinutes || onOpenMinutes) * minute) / 2;
    if (deps.isSignedIn() && deps.online()) await workbook.refresh('workbook', sharedMs);
    await workbook.whenRefreshed();
  };
  const due = async (): Promise<void> => {
    if (!deps.isSeen()) {
      isOverdue = true;
      return;
    }
    await run();
    plan();
  };
  const plan = (): void => {
    stop();
    isOverdue = false;
    const { everyMinutes } = choice.get();
    if (everyMinutes === 0) return;
    const minutes = Math.max(everyMinutes, Math.min(longest, everyMinutes * factor));
    stop = wait(minutes * minute, () => void due());
  };

  status.subscribe(() => {
    const latest = status.get();
    if (latest.kind !== 'refreshed' && latest.kind !== 'refused') return;
    const isThrottled = latest.kind === 'refused' ? latest.failure.code === 'throttled' : latest.throttled;
    factor = isThrottled ? factor * 2 : 1;
    plan();
  });
  choice.subscribe(plan);
  deps.onSight(() => {
    if (isOverdue && deps.isSeen()) void due();
  });
  if (choice.get().onOpen) void run().then(plan);
  else plan();
};

/** Starts the schedule in the real Excel. */
export const startOfficeSchedule = (parts: Pick<ScheduleDeps, 'workbook' | 'status' | 'isSignedIn'>): void =>
  startSchedule({
    ...parts,
    choice: refreshChoice,
    online: () => navigator.onLine,
    isSeen: () => document.visibilityState === 'visible',
    onSight: (listener) => document.addEventListener('visibilitychange', listener),
    wait: setTimer,
  });
