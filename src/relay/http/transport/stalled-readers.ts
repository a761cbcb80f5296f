import type { IncomingMessage, ServerResponse } from 'node:http';
import { Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Instant } from '../../../core/domain/instant';
import type { Clock } from '../../lib/clock';

/** How long the other side may keep us waiting, in milliseconds, and with how much. */
export interface StallLimits {
  /** Until a reader takes something of what waits for it: its buffers hold some ten kilobytes at least. Default: 30,000. */
  readonly stallMs: number;
  /** Until a request is here whole, body included. Default: 30,000. */
  readonly requestMs: number;
  /** Bytes that may wait for all readers together; beyond them who has waited longest is cut off. Default: 200,000,000. */
  readonly mostBytes: number;
}

export const defaultStallLimits: StallLimits = { stallMs: 30_000, requestMs: 30_000, mostBytes: 200_000_000 };

interface Exchange {
  readonly request: IncomingMessage | Http2ServerRequest;
  readonly response: ServerResponse | Http2ServerResponse;
  readonly beganAt: Instant;
  /** When the reader last took something; undefined while nothing waits for it. */
  waitingSince: Instant | undefined;
  /** What waited when we last looked, in bytes. */
  waiting: number;
  hearsDrain: boolean;
}

const checkMs = 1_000;

/** Whether all of it has come. Over HTTP/2 `complete` tells only whether somebody has read it. */
const isWhole = (request: Exchange['request']): boolean =>
  request instanceof Http2ServerRequest
    ? request.stream.destroyed || request.stream.state.remoteClose === 1
    : request.complete;

/**
 * Cuts off who does not take what they asked for, or does not finish asking, so that nobody holds memory for longer than
 * `patience`. It looks at responses, not at sockets: over HTTP/2 a reader may leave one answer alone and take others.
 * Writers wait for `drain`, so that only a buffer's worth waits for each.
 */
export class StalledReaders {
  readonly #open = new Set<Exchange>();
  readonly #now: Clock['now'];
  readonly #patience: StallLimits;
  readonly #onCut: () => void;

  constructor({ clock, patience, onCut }: { clock: Pick<Clock, 'now'>; patience: StallLimits; onCut: () => void }) {
    this.#now = clock.now;
    this.#patience = patience;
    this.#onCut = onCut;
  }

  /** Looks after one exchange until it has ended. It is on the way of every request: listeners are what costs. */
  watch(request: Exchange['request'], response: Exchange['response'], onEnd?: () => void): void {
    const exchange: Exchange = {
      request,
      response,
      beganAt: this.#now(),
      waitingSince: undefined,
      waiting: 0,
      hearsDrain: false,
    };
    this.#open.add(exchange);
    response.on('close', () => {
      this.#open.delete(exchange);
      onEnd?.();
    });
  }

  /** Looks at all of them once a second. Gives what stops it. */
  begin(every: Clock['every']): () => void {
    return every(checkMs, () => {
      const now = this.#now();
      for (const exchange of this.#open) if (this.#isLost(exchange, now)) this.#cut(exchange);
      this.#bound();
    });
  }

  #isLost(exchange: Exchange, now: Instant): boolean {
    const { request, response, beganAt } = exchange;
    const { stallMs, requestMs } = this.#patience;
    // Over HTTP/1.1 an answer may stand behind another, which is looked at.
    const waiting = response.socket === null ? 0 : response.writableLength;
    if (waiting === 0 || waiting < exchange.waiting) exchange.waitingSince = undefined;
    exchange.waiting = waiting;
    // An answer that is written already needs no more of the request.
    if (waiting === 0) return !response.writableEnded && now - beganAt >= requestMs && !isWhole(request);
    exchange.waitingSince ??= now;
    if (!exchange.hearsDrain) {
      exchange.hearsDrain = true;
      response.on('drain', () => (exchange.waitingSince = undefined));
    }
    return now - exchange.waitingSince >= stallMs;
  }

  /** However many do not read: what waits for all of them fits into memory. */
  #bound(): void {
    const { mostBytes } = this.#patience;
    let bytes = 0;
    for (const { waiting } of this.#open) bytes += waiting;
    if (bytes <= mostBytes) return;
    const since = ({ waitingSince = Infinity }: Exchange): Instant => waitingSince;
    for (const exchange of [...this.#open].sort((one, other) => since(one) - since(other))) {
      if (bytes <= mostBytes) return;
      bytes -= exchange.waiting;
      this.#cut(exchange);
    }
  }

  #cut(exchange: Exchange): void {
    this.#open.delete(exchange);
    exchange.response.destroy();
    this.#onCut();
  }
}
