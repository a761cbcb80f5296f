import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/domain/instant';
import { formatLine } from '../../core/protocol/write-stream';
import { type Answer, pointsIn } from '../../core/query/query';
import type { Audit, AuditEvent } from '../auth/audit/audit';
import type { Clock } from '../lib/clock';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';

/** A response whose numbers are final. */
export interface CachedResponse {
  /** With its line break. Node sends a text in one packet with the headers, but not bytes. */
  readonly line: string;
  readonly points: number;
  /** The log's fields: the query and the person. */
  readonly about: Readonly<Record<string, unknown>>;
  /** What the audit holds of the query. */
  readonly event: Omit<AuditEvent, 'outcome'>;
}

export interface ResponseCacheDeps {
  readonly audit: Pick<Audit, 'note'>;
  readonly clock: Pick<Clock, 'now' | 'every'>;
  readonly log: Log;
  readonly telemetry: Telemetry;
  /**
   * The most bytes of all responses.
   * @default 8_000_000
   */
  readonly maxBytes?: number;
  /**
   * The most bytes of one response. Sending a longer one takes longer than making it again.
   * @default 65_536
   */
  readonly maxAnswerBytes?: number;
  /**
   * How long a response is cached, in milliseconds.
   * @default 600_000, 10 minutes
   */
  readonly keepMs?: number;
}

/** The bytes that an entry takes besides its text. */
const entryBytes = 1_000;
/** Logging each response by itself would take longer than the response. */
const tellMs = 1_000;

const keyOf = (accountId: string, url: string): string => `${accountId} ${url.slice(url.indexOf('?') + 1)}`;

/**
 * Caches short, final responses by account and URL: a workbook's formulas send the same queries at each recalculation.
 */
export class ResponseCache {
  readonly #settings: Required<ResponseCacheDeps>;
  readonly #kept: LRUCache<string, CachedResponse>;
  /** How often each response has been used since the last log. */
  readonly #given = new Map<CachedResponse, number>();
  #stopTelling: (() => void) | undefined;
  /** The last refresh of each account. */
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

  /** The cached response to an account's query, and counts its use; undefined when there is none. */
  give(accountId: string, url: string): CachedResponse | undefined {
    const answer = this.#kept.get(keyOf(accountId, url));
    if (answer === undefined) return undefined;
    this.#given.set(answer, (this.#given.get(answer) ?? 0) + 1);
    this.#stopTelling ??= this.#settings.clock.every(tellMs, () => this.tell());
    return answer;
  }

  /**
   * Caches an answer, unless it may still change or is too long.
   * @param told what log and audit say of the query
   */
  keep(accountId: string, url: string, answer: Answer, told: Pick<CachedResponse, 'about' | 'event'>): void {
    const { maxAnswerBytes } = this.#settings;
    const points = pointsIn(answer);
    // A point takes about 30 bytes.
    if (answer.provisionalFrom !== undefined || points * 30 > maxAnswerBytes) return;
    // A cached response takes no requests to Amazon.
    const line = formatLine({ kind: 'result', ...answer, requests: 0, pages: 0, requestIds: [] });
    this.#kept.set(keyOf(accountId, url), { line: `${line}\n`, points, ...told });
  }

  /**
   * Deletes an account's responses from before a refresh.
   * @param since the refresh; its further queries delete nothing
   */
  renew(accountId: string, since: Instant | undefined): void {
    if (since !== undefined && this.#since.get(accountId) === since) return;
    if (since !== undefined) this.#since.set(accountId, since);
    this.forget(accountId);
  }

  /** Deletes an account's responses. */
  forget(accountId: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${accountId} `)) this.#kept.delete(key);
  }

  /** Logs and counts the uses since the last call, in one line for each response. */
  tell(): void {
    const { audit, log, telemetry } = this.#settings;
    const { queries, querySeconds, points: pointsGiven } = telemetry;
    for (const [{ about, event, points }, times] of this.#given) {
      audit.note({ ...event, outcome: 'result', requests: 0, points }, times);
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
