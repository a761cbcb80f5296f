import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/domain/instant';
import { pointsIn, type Answer } from '../../core/query/question';
import { formatLine } from '../../core/protocol/write-stream';
import type { Clock } from '../lib/clock';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';

/** An answer whose numbers are final. */
export interface CachedResponse {
  /** With its end of line. A text and its headers are sent in one segment, which bytes are not. */
  readonly line: string;
  readonly points: number;
  /** What was asked, and by whom, for the log. */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface ResponseCacheDeps {
  readonly clock: Pick<Clock, 'now' | 'every'>;
  readonly log: Log;
  readonly telemetry: Telemetry;
  /** Default: 8,000,000. */
  readonly maxBytes?: number;
  /** Longer answers are made anew each time: sending them takes longer than making them. Default: 65,536. */
  readonly maxAnswerBytes?: number;
  /** Default: 10 minutes, in milliseconds. */
  readonly keepMs?: number;
}

/** An entry costs about so much besides its bytes. */
const entryBytes = 1_000;
/** To log and count each answer by itself would take longer than the answer. */
const tellMs = 1_000;

const keyOf = (accountId: string, url: string): string => `${accountId} ${url.slice(url.indexOf('?') + 1)}`;

/** Short final answers, by who asked and how: the formulas of a workbook ask the same again at every recalculation. */
export class ResponseCache {
  readonly #settings: Required<ResponseCacheDeps>;
  readonly #kept: LRUCache<string, CachedResponse>;
  /** How often each was given since it was told. */
  readonly #given = new Map<CachedResponse, number>();
  #stopTelling: (() => void) | undefined;
  /** Since when each account's answers are fresh. */
  readonly #since = new LRUCache<string, number>({ max: 1_000 });

  constructor(deps: ResponseCacheDeps) {
    this.#settings = { maxBytes: 8_000_000, maxAnswerBytes: 65_536, keepMs: 600_000, ...deps };
    const { clock, maxBytes, keepMs } = this.#settings;
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ line }, key) => line.length + key.length + entryBytes,
      ttl: keepMs,
      perf: { now: clock.now },
    });
  }

  /** The answer to a query in this URL, where it is known to the byte. */
  give(accountId: string, url: string): CachedResponse | undefined {
    const answer = this.#kept.get(keyOf(accountId, url));
    if (answer === undefined) return undefined;
    this.#given.set(answer, (this.#given.get(answer) ?? 0) + 1);
    this.#stopTelling ??= this.#settings.clock.every(tellMs, () => this.tell());
    return answer;
  }

  /** Keeps an answer, unless it may still change or is long. `about` goes into each line of the log. */
  keep(accountId: string, url: string, answer: Answer, about: Readonly<Record<string, unknown>>): void {
    const { maxAnswerBytes } = this.#settings;
    const points = pointsIn(answer);
    // A point takes some thirty bytes.
    if (answer.provisionalFrom !== undefined || points * 30 > maxAnswerBytes) return;
    // Nothing was asked for what is known.
    const line = formatLine({ kind: 'result', ...answer, requests: 0, pages: 0, requestIds: [] });
    this.#kept.set(keyOf(accountId, url), { line: `${line}\n`, points, about });
  }

  /** Forgets what was answered before an account's refresh, once for all its queries. */
  renew(accountId: string, since: Instant | undefined): void {
    if (since !== undefined && this.#since.get(accountId) === since) return;
    if (since !== undefined) this.#since.set(accountId, since);
    this.forget(accountId);
  }

  /** Forgets all answers to an account. */
  forget(accountId: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${accountId} `)) this.#kept.delete(key);
  }

  /** Logs and counts what was given since the last time, in one line for each answer. */
  tell(): void {
    const { log, telemetry } = this.#settings;
    const { queries, querySeconds, points: pointsGiven } = telemetry;
    for (const [{ about, points }, times] of this.#given) {
      log.info({ ...about, outcome: 'result', requests: 0, pages: 0, points, times }, 'question');
      queries.inc({ outcome: 'result' }, times);
      pointsGiven.inc(points * times);
      for (let time = 0; time < times; time += 1) querySeconds.observe(0);
    }
    this.#given.clear();
    this.#stopTelling?.();
    this.#stopTelling = undefined;
  }
}
