/** Fetches all points of one window, in parallel where Amazon's pages allow it. */
import { bucketMs, type Period } from '../../core/catalogue';
import { pagesOf, pointsInWindow, type Page, type Points } from '../../core/collect';
import { afterBucket, splitByPage, type Window } from '../../core/plan';

export type FetchPage = (window: Window, nextToken: string | undefined) => Promise<Page>;

/** Told of the parts into which a window is cut, and of each that is done. */
export interface Steps {
  planned(windows: number): void;
  windowDone(): void;
}

const ascends = ({ timestamps }: Points): boolean =>
  timestamps.every((timestamp, index) => index === 0 || (timestamps[index - 1] ?? 0) < timestamp);

/**
 * The parts that are left of a window after its first page, each small enough for a page; undefined where that page's
 * order does not tell what is left, so that its tokens must be followed one by one.
 */
const restOf = (window: Window, period: Period, first: Page): readonly Window[] | undefined => {
  const last = first.timestamps.at(-1);
  if (bucketMs(period) === undefined || last === undefined || !ascends(first)) return undefined;
  const rest = afterBucket(window, last, period);
  return rest === undefined ? [] : splitByPage(rest, period, first.timestamps.length);
};

/** All points of the window, unsorted. Throws what `fetchPage` throws, and `bad_answer` for pages that cannot be right. */
export const fetchWindow = async (
  window: Window,
  period: Period,
  fetchPage: FetchPage,
  steps: Steps,
): Promise<readonly Points[]> => {
  const first = await fetchPage(window, undefined);
  const points = pointsInWindow(first, window, period);
  const rest = first.nextToken === undefined ? [] : restOf(window, period, first);
  if (rest === undefined) {
    const parts = await followTokens(window, period, fetchPage, first);
    steps.windowDone();
    return parts;
  }
  steps.planned(rest.length);
  steps.windowDone();
  const parts = await Promise.all(rest.map((part) => fetchWindow(part, period, fetchPage, steps)));
  return [points, ...parts.flat()];
};

const followTokens = async (
  window: Window,
  period: Period,
  fetchPage: FetchPage,
  first: Page,
): Promise<readonly Points[]> => {
  const parts: Points[] = [];
  const pages = pagesOf((token) => (token === undefined ? Promise.resolve(first) : fetchPage(window, token)));
  for await (const page of pages) parts.push(pointsInWindow(page, window, period));
  return parts;
};
