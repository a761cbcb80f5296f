/** Fetches one window; its parts in parallel if Amazon's pages allow it. */
import { amazonBucketMs, type AmazonPeriod } from '../../../core/domain/catalog';
import { floorTo, type Window } from '../../../core/domain/instant';
import { type Page, pagesOf, type Points, pointsInWindow } from '../../../core/windows/points';
import { afterBucket, bucketsIn, splitByPage } from '../../../core/windows/windows';

/** What the fetch of a window needs, and what it reports. */
export interface WindowSteps {
  /** Asks Amazon for a page of the window. Rejects with a FailureError. */
  page(window: Window, nextToken: string | undefined): Promise<Page>;
  /** Fetches a part of the window as a window of its own. */
  part(window: Window): Promise<void>;
  /** Reports that this many windows come on top of the plan. */
  planned(windows: number): void;
  /** Reports that all points of a range have arrived. */
  covered(range: Window, points: Points): void;
  /** Reports that the window itself needs no further request. */
  done(): void;
}

/** A page may be short by chance, so no part is made for fewer points than these. */
const smallestPart = 10;

/** Whether the points are those of the window's first buckets, in ascending order and without a gap. */
const beginsWindow = ({ timestamps }: Points, { startTime }: Window, step: number): boolean =>
  timestamps.every((timestamp, index) => floorTo(timestamp, step) === floorTo(startTime, step) + index * step);

/**
 * The parts to fetch after a first page that has a next one. Each has at most as many buckets as that page had points,
 * so that it fits on one page. Amazon documents no order of points: only a page without gaps is trusted to hold all
 * points up to its last one; otherwise the parts start at the window's start.
 *
 * @returns undefined when the window can't be split like this, and the tokens must be followed one by one
 */
const partsAfter = (window: Window, period: AmazonPeriod, first: Page): readonly Window[] | undefined => {
  const [step, last] = [amazonBucketMs(period), first.timestamps.at(-1)];
  if (step === undefined || last === undefined) return undefined;
  const rest = beginsWindow(first, window, step) ? afterBucket(window, last, period) : window;
  if (rest === undefined) return [];
  const size = Math.max(first.timestamps.length, smallestPart);
  return rest !== window || bucketsIn(window, period) > size ? splitByPage(rest, period, size) : undefined;
};

const followTokens = async (window: Window, period: AmazonPeriod, first: Page, steps: WindowSteps): Promise<Points> => {
  const timestamps: number[] = [];
  const values: number[] = [];
  const pages = pagesOf((token) => (token === undefined ? Promise.resolve(first) : steps.page(window, token)));
  for await (const page of pages) {
    const points = pointsInWindow(page, window, period);
    timestamps.push(...points.timestamps);
    values.push(...points.values);
  }
  return { timestamps, values };
};

/**
 * Fetches a window and reports its points part by part, each with the range that it covers.
 *
 * @throws {FailureError} the failure of `steps.page`; `bad_answer` when the pages can't be right
 * @see {@link https://developer.amazon.com/docs/alexa/smapi/metrics-api-v1.html | Metrics API v1}
 */
export const fetchWindow = async (window: Window, period: AmazonPeriod, steps: WindowSteps): Promise<void> => {
  const first = await steps.page(window, undefined);
  const points = pointsInWindow(first, window, period);
  const parts = first.nextToken === undefined ? [] : partsAfter(window, period, first);
  if (parts === undefined) steps.covered(window, await followTokens(window, period, first, steps));
  else if (parts[0]?.startTime !== window.startTime)
    steps.covered({ startTime: window.startTime, endTime: parts[0]?.startTime ?? window.endTime }, points);
  steps.planned(parts?.length ?? 0);
  steps.done();
  await Promise.all((parts ?? []).map((part) => steps.part(part)));
};
