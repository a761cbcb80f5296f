/** Fetches one window, its parts in parallel where Amazon's pages allow it. */
import { amazonBucketMs, type AmazonPeriod } from '../../../core/domain/catalog';
import { pagesOf, pointsInWindow, type Page, type Points } from '../../../core/windows/collect';
import { floorTo, type Window } from '../../../core/domain/instant';
import { afterBucket, bucketsIn, splitByPage } from '../../../core/windows/plan';

/** What the fetch of a window needs, and reports. */
export interface WindowSteps {
  /** Asks Amazon for a page of the window. */
  page(window: Window, nextToken: string | undefined): Promise<Page>;
  /** Fetches a part of the window as a window of its own. */
  part(window: Window): Promise<void>;
  /** More windows will be asked than was planned. */
  planned(windows: number): void;
  /** All points of a range are here. */
  covered(range: Window, points: Points): void;
  /** The window itself needs no further request. */
  done(): void;
}

/** A page may be short by chance: no part is cut for fewer points than these. */
const smallestPart = 10;

/** Whether the points are those of the window's first buckets, in order and without a gap. */
const beginsWindow = ({ timestamps }: Points, { startTime }: Window, step: number): boolean =>
  timestamps.every((timestamp, index) => floorTo(timestamp, step) === floorTo(startTime, step) + index * step);

/**
 * What to ask after a first page that has a successor: parts that hold no more buckets than that page has points, so
 * that each is whole on one page. Nothing public says in which order points come, so only a page without gaps is
 * believed to hold all up to its last point; else the parts begin with the window. Undefined where no such parts
 * exist, and tokens must be followed one by one.
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
 * Fetches a window and hands over its points, part by part, each with the range that it covers. Throws what asking for
 * a page throws, and `bad_answer` for pages that cannot be right.
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
