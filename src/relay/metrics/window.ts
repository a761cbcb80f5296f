/** Fetches one window, its parts in parallel where Amazon's pages allow it. */
import { bucketMs, type Period } from '../../core/catalogue';
import { pagesOf, pointsInWindow, type Page, type Points } from '../../core/collect';
import { floorTo } from '../../core/instant';
import { afterBucket, splitByPage, type Window } from '../../core/plan';

export type FetchPage = (window: Window, nextToken: string | undefined) => Promise<Page>;

/** What the fetch of a window reports, and how it has its parts fetched. */
export interface Steps {
  /** More windows will be asked than was planned. */
  planned(windows: number): void;
  windowDone(): void;
  /** All points of a range are here. */
  covered(range: Window, points: Points): void;
  /** Fetches a part of a window as a window of its own. */
  fetchPart(part: Window): Promise<void>;
}

/** Whether the points are those of the window's first buckets, in order and without a gap. */
const beginsWindow = ({ timestamps }: Points, { startTime }: Window, step: number): boolean =>
  timestamps.every((timestamp, index) => floorTo(timestamp, step) === floorTo(startTime, step) + index * step);

/**
 * The parts that are left of a window after its first page, each small enough for a page; undefined where that page
 * does not tell what is left, so that its tokens must be followed one by one: nothing public says in which order
 * points come, and what is missing before the last of them may stand on a later page.
 */
const restOf = (window: Window, period: Period, first: Page): readonly Window[] | undefined => {
  const [step, last] = [bucketMs(period), first.timestamps.at(-1)];
  if (step === undefined || last === undefined || !beginsWindow(first, window, step)) return undefined;
  const rest = afterBucket(window, last, period);
  return rest === undefined ? [] : splitByPage(rest, period, first.timestamps.length);
};

/**
 * Fetches a window and hands over its points, part by part, each with the range that it covers. Throws what `fetchPage`
 * throws, and `bad_answer` for pages that cannot be right.
 */
export const fetchWindow = async (window: Window, period: Period, fetchPage: FetchPage, steps: Steps): Promise<void> => {
  const first = await fetchPage(window, undefined);
  const points = pointsInWindow(first, window, period);
  const rest = first.nextToken === undefined ? [] : restOf(window, period, first);
  if (rest === undefined) {
    steps.covered(window, await followTokens(window, period, fetchPage, first));
    steps.windowDone();
    return;
  }
  steps.covered({ startTime: window.startTime, endTime: rest[0]?.startTime ?? window.endTime }, points);
  steps.planned(rest.length);
  steps.windowDone();
  await Promise.all(rest.map((part) => steps.fetchPart(part)));
};

const followTokens = async (window: Window, period: Period, fetchPage: FetchPage, first: Page): Promise<Points> => {
  const parts: Points[] = [];
  const pages = pagesOf((token) => (token === undefined ? Promise.resolve(first) : fetchPage(window, token)));
  for await (const page of pages) parts.push(pointsInWindow(page, window, period));
  return {
    timestamps: parts.flatMap(({ timestamps }) => timestamps),
    values: parts.flatMap(({ values }) => values),
  };
};
