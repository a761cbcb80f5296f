/** Walks the pages of one window, and believes none of them unread. */
import { amazonBucketMs, type AmazonPeriod } from '../domain/catalog';
import { FailureError } from '../domain/failure';
import { floorTo, formatInstant, type Instant, type Window } from '../domain/instant';

/** Points of equal index belong together; timestamps and values are of equal length. */
export interface Points {
  readonly timestamps: readonly Instant[];
  readonly values: readonly number[];
}

export interface Page extends Points {
  /** Where the next page begins; left out on the last. */
  readonly nextToken?: string;
}

/** More empty pages than this, one after another, are a server that will never end. */
const maxEmptyPages = 20;

export const badAnswer = (what: string): FailureError =>
  new FailureError({
    code: 'bad_answer',
    message: `Amazon's answer is invalid: ${what}.`,
    advice: 'None of it was used. Try again in a few minutes.',
  });

/** All pages of a window in Amazon's order. Throws `bad_answer` where the walk would never end. */
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
 * The points of a page that belong to a window. A bucket may be stamped with its UTC edge before the window's start,
 * and a point at the very end belongs to the next window, for nothing public says whether endTime is inclusive.
 * Throws `bad_answer` for a point that lies anywhere else.
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
