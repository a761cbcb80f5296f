import type { IncomingMessage, ServerResponse } from 'node:http';
import { Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Instant } from '../../../core/domain/instant';
import type { Clock } from '../../lib/clock';

/** How long clients may stall, and how many bytes may wait for them. */
export interface StallLimits {
  /**
   * The longest time, in milliseconds, in which a reader takes none of the bytes that wait for it.
   * @default 30_000
   */
  readonly stallMs: number;
  /**
   * The longest time until a request has arrived with its body, in milliseconds.
   * @default 30_000
   */
  readonly requestMs: number;
  /**
   * The most bytes that wait for all readers together. Beyond them, the readers that have stalled longest are cut off.
   * @default 200_000_000
   */
  readonly mostBytes: number;
}

/** The relay's limits. */
export const defaultStallLimits: StallLimits = { stallMs: 30_000, requestMs: 30_000, mostBytes: 200_000_000 };

interface Exchange {
  readonly request: IncomingMessage | Http2ServerRequest;
  readonly response: ServerResponse | Http2ServerResponse;
  readonly beganAt: Instant;
  /** Since when the reader has taken nothing; undefined while nothing waits for it. */
  waitingSince: Instant | undefined;
  /** The bytes that waited at the last check. */
  waiting: number;
  hearsDrain: boolean;
}

const checkMs = 1_000;

/** Whether a request has arrived with its body. Over HTTP/2 `complete` means that the body has been read. */
const isWhole = (request: Exchange['request']): boolean =>
  request instanceof Http2ServerRequest
    ? request.stream.destroyed || request.stream.state.remoteClose === 1
    : request.complete;

/**
 * Cuts off clients that don't read their responses or don't finish their requests, so that none holds memory for longer
 * than the limits allow. It checks responses rather than sockets: over HTTP/2 a client may ignore one response and read
 * others. Writers wait for `drain`, so that at most one buffer waits for each response.
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

  /**
   * Watches one exchange until it ends. It runs for every request, so it adds a single listener.
   * @param onEnd called when the response has closed
   */
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

  /**
   * Checks all exchanges once a second.
   * @returns a function that ends the checks
   */
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
    // Over HTTP/1.1 a response without a socket is queued behind another, which is checked.
    const waiting = response.socket === null ? 0 : response.writableLength;
    if (waiting === 0 || waiting < exchange.waiting) exchange.waitingSince = undefined;
    exchange.waiting = waiting;
    // A finished response needs nothing more of its request.
    if (waiting === 0) return !response.writableEnded && now - beganAt >= requestMs && !isWhole(request);
    exchange.waitingSince ??= now;
    if (!exchange.hearsDrain) {
      exchange.hearsDrain = true;
      response.on('drain', () => (exchange.waitingSince = undefined));
    }
    return now - exchange.waitingSince >= stallMs;
  }

  /** Bounds the bytes that wait for all readers together. */
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
