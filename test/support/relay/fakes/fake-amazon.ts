/** Amazon's metrics as an object: numbers that follow from the clock, pages as odd as its documents allow. */
import { abortedBy } from '../../../../src/amazon/http/failures';
import type { Call, MetricsRequest, Smapi } from '../../../../src/amazon/smapi/client';
import { amazonBucketMs, type Period } from '../../../../src/core/domain/catalog';
import { FailureError } from '../../../../src/core/domain/failure';
import type { Page } from '../../../../src/core/windows/points';
import { amazonPeriod } from '../../amazon/amazon-period';

export interface Point {
  readonly timestamp: number;
  readonly value: number;
}

export interface Habits {
  /** Points a page, whatever is asked. Default: as many as are asked. */
  readonly cap?: number;
  /** The largest `maxResults` that is not refused. Default 100,000. */
  readonly accepts?: number;
  /** Whether anything has happened in the quarter-hour that begins then; a bucket of nothing else has no point. Default: always. */
  readonly has?: (timestamp: number) => boolean;
  /** All points of a range in ascending order. Default: numbers that follow from the clock. */
  readonly truth?: (request: MetricsRequest) => readonly Point[];
  /** The order in which points are given. Default: ascending. */
  readonly order?: (points: readonly Point[]) => readonly Point[];
  /** A point of no time at the end of the range, where a bucket begins there. Default: none. */
  readonly includesEnd?: boolean;
  /** Whether every range begins with an empty page that carries a token. Default: no. */
  readonly beginsEmpty?: boolean;
  /** Before each answer; what it throws is thrown. */
  readonly before?: (request: MetricsRequest, signal: AbortSignal) => Promise<void> | void;
}

/** What has happened until then: grows with time, never evenly. */
const happened = (instant: number): number => {
  const minutes = instant / 60_000;
  return minutes + 5 * Math.floor(minutes / 7) + 11 * Math.floor(minutes / 1000);
};

const quarterMs = 900_000;

/** What has happened in a range, of its quarter-hours that have something; undefined where none has. */
const withDeadline = (
  from: number,
  to: number,
  has: ((timestamp: number) => boolean) | undefined,
): number | undefined => {
  if (has === undefined) return happened(to) - happened(from);
  let sum: number | undefined;
  for (let quarter = Math.floor(from / quarterMs) * quarterMs; quarter < to; quarter += quarterMs)
    if (has(quarter))
      sum = (sum ?? 0) + happened(Math.min(to, quarter + quarterMs)) - happened(Math.max(from, quarter));
  return sum;
};

/** All points of a range in ascending order. A bucket that the range cuts counts only what lies in the range. */
export const pointsOf = (
  { startTime, endTime, period }: { startTime: number; endTime: number; period: Period },
  has?: (timestamp: number) => boolean,
): readonly Point[] => {
  const step = amazonBucketMs(amazonPeriod(period));
  if (step === undefined) return [{ timestamp: startTime, value: happened(endTime) - happened(startTime) }];
  const points: Point[] = [];
  for (let timestamp = Math.floor(startTime / step) * step; timestamp < endTime; timestamp += step) {
    const value = withDeadline(Math.max(startTime, timestamp), Math.min(endTime, timestamp + step), has);
    if (value !== undefined) points.push({ timestamp, value });
  }
  return points;
};

const refused = (maxResults: number, accepts: number): FailureError =>
  new FailureError({
    code: 'rejected',
    message: `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${accepts}.`,
    advice: "Fix what Amazon's message names.",
  });

const unused = (): Promise<never> => Promise.reject(new Error('only metrics are asked here'));

export class FakeAmazon implements Smapi {
  readonly requests: MetricsRequest[] = [];
  /** Requests that were given up before they were answered. */
  readonly abandoned: MetricsRequest[] = [];
  running = 0;
  readonly vendors = unused;
  readonly skills = unused;
  readonly locales = unused;
  readonly intents = unused;
  private readonly watchers: { readonly count: number; readonly tell: () => void }[] = [];

  constructor(public habits: Habits = {}) {}

  readonly metrics = async (request: MetricsRequest, { signal, onRequest }: Call): Promise<Page> => {
    if (signal.aborted) throw abortedBy(signal);
    this.requests.push(request);
    const id = `request-${this.requests.length}`;
    this.running += 1;
    for (const { count, tell } of this.watchers) if (this.requests.length >= count) tell();
    try {
      await this.wait(request, signal);
      return this.page(request);
    } finally {
      this.running -= 1;
      onRequest?.(id);
    }
  };

  /** Settles when so many requests have been sent. */
  sent(count: number): Promise<void> {
    if (this.requests.length >= count) return Promise.resolve();
    return new Promise((tell) => this.watchers.push({ count, tell }));
  }

  private async wait(request: MetricsRequest, signal: AbortSignal): Promise<void> {
    const answered = new AbortController();
    const left = new Promise<never>((_, reject) => {
      const leave = (): void => {
        this.abandoned.push(request);
        reject(abortedBy(signal));
      };
      signal.addEventListener('abort', leave, { signal: answered.signal });
    });
    try {
      await Promise.race([this.habits.before?.(request, signal), left]);
    } finally {
      answered.abort();
    }
  }

  private page(request: MetricsRequest): Page {
    const { maxResults = 100_000, nextToken, endTime, period } = request;
    const {
      cap = 100_000,
      accepts = 100_000,
      has,
      truth,
      order,
      includesEnd = false,
      beginsEmpty = false,
    } = this.habits;
    if (maxResults > accepts) throw refused(maxResults, accepts);
    const inside = truth?.(request) ?? pointsOf(request, has);
    const atEnd = includesEnd && endTime % (amazonBucketMs(period) ?? Number.NaN) === 0;
    const all = atEnd ? [...inside, { timestamp: endTime, value: 0 }] : inside;
    if (beginsEmpty && nextToken === undefined) return { timestamps: [], values: [], nextToken: '0' };
    const from = Number(nextToken ?? 0);
    const until = from + Math.min(cap, maxResults);
    const points = (order?.(all) ?? all).slice(from, until);
    const token = until < all.length ? { nextToken: String(until) } : {};
    return { timestamps: points.map(({ timestamp }) => timestamp), values: points.map(({ value }) => value), ...token };
  }
}

/** Requests that wait until the test lets them go. */
export class Barrier {
  private readonly waiting: (() => void)[] = [];
  private isOpen = false;

  readonly pass = (): Promise<void> =>
    this.isOpen ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));

  /** Lets the first of those go that wait. */
  next(): void {
    this.waiting.shift()?.();
  }

  /** Lets everybody go, those to come too. */
  open(): void {
    this.isOpen = true;
    while (this.waiting.length > 0) this.next();
  }
}
