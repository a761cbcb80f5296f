/** Reads the pages of one window, and checks each of them. */
import { amazonBucketMs, type AmazonPeriod } from '../domain/catalog';
import { FailureError } from '../domain/failure';
import { floorTo, formatInstant, type Instant, type Window } from '../domain/instant';

/** Points of a series. Timestamps and values are equally long, and those at the same index belong together. */
export interface Points {
  readonly timestamps: readonly Instant[];
  readonly values: readonly number[];
}

/** One page of Amazon's answer. */
export interface Page extends Points {
  /** Where the next page begins. Left out on the last page. */
  readonly nextToken?: string;
}

/** A server that sends more empty pages than this in a row will never end. */
const maxEmptyPages = 20;

/**
 * The error `bad_answer` for an answer from Amazon that can't be right. None of that answer is used.
 *
 * @param what finishes the sentence "Amazon's answer is invalid: …"
 */
export const badAnswer = (what: string): FailureError =>
  new FailureError({
    code: 'bad_answer',
    message: `Amazon's answer is invalid: ${what}.`,
    advice: 'None of it was used. Try again in a few minutes.',
  });

/**
 * All pages of a window, in Amazon's order.
 *
 * @param fetchPage fetches the page that a token names, or the first page for `undefined`
 * @throws {FailureError} `bad_answer`, if a token occurs twice or too many pages in a row are empty: the pages would
 * never end
 * @throws whatever `fetchPage` throws
 */
export async function* pagesOf(fetchPage: (nextToken: string | undefined) => Promise<Page>): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let empty = 0;
  for (let token: string | undefined; ;) {
    const page: Page = await fetchPage(token);
    yield page;
    token = page.nextToken;
    if (token === undefined) return;
    if (seen.has(token)) throw badAnswer('it names the same next page twice');
    seen.add(token);
    empty = page.timestamps.length === 0 ? empty + 1 : 0;
    if (empty > maxEmptyPages) throw badAnswer(`${empty} pages one after another are empty`);
  }
}

/**
 * The points of a page that belong to a window. Amazon can stamp a bucket with its UTC edge before the window's start.
 * Amazon doesn't document whether endTime is inclusive, so a point exactly at the end is left to the next window. A
 * SINGLE point is kept even there.
 *
 * @throws {FailureError} `bad_answer`, if any other point lies outside the window
 */
export const pointsInWindow = (page: Points, window: Window, period: AmazonPeriod): Points => {
  const step = amazonBucketMs(period);
  const first = floorTo(window.startTime, step ?? 86_400_000);
  const kept: { timestamps: Instant[]; values: number[] } = { timestamps: [], values: [] };
  page.timestamps.forEach((timestamp, index) => {
    const value = page.values[index];
    if (timestamp < first || timestamp > window.endTime || value === undefined)
      throw badAnswer(
        `it holds a point of ${formatInstant(timestamp)} for the time from ${formatInstant(window.startTime)} to ${formatInstant(window.endTime)}`,
      );
    if (timestamp === window.endTime && step !== undefined) return;
    kept.timestamps.push(timestamp);
    kept.values.push(value);
  });
  return kept;
};
