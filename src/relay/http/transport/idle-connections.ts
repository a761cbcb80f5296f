import type { Http2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Instant } from '../../../core/domain/instant';
import type { Clock } from '../../lib/clock';

/** How long connections may be without a request. */
export interface IdleLimits {
  /**
   * Until the first request has come, in milliseconds.
   * @default 30_000
   */
  readonly firstMs: number;
  /**
   * Between two requests, in milliseconds: longer than the server offers to keep connections.
   * @default 75_000
   */
  readonly nextMs: number;
}

/** The relay's limits. */
export const defaultIdleLimits: IdleLimits = { firstMs: 30_000, nextMs: 75_000 };

/** A connection over HTTP/1.1, or over HTTP/2. */
export type ClientConnection = Socket | Http2Session;

interface Use {
  /** Requests that aren't answered yet. */
  open: number;
  /** Since when there have been none. */
  idleSince: Instant;
  limitMs: number;
}

const checkMs = 1_000;

/**
 * Closes connections on which nobody asks anything. Node itself does so over HTTP/1.1 only; over HTTP/2 any byte
 * counts as use, so that strangers could keep their connections for ever.
 */
export class IdleConnections {
  readonly #uses = new Map<ClientConnection, Use>();
  readonly #now: Clock['now'];
  readonly #limits: IdleLimits;
  readonly #onCut: () => void;

  constructor({ now, limits, onCut }: { now: Clock['now']; limits: IdleLimits; onCut: () => void }) {
    this.#now = now;
    this.#limits = limits;
    this.#onCut = onCut;
  }

  /** Watches a new connection until it closes. */
  watch(connection: ClientConnection): void {
    this.#uses.set(connection, { open: 0, idleSince: this.#now(), limitMs: this.#limits.firstMs });
    connection.once('close', () => this.#uses.delete(connection));
  }

  /** Notes that a request has come. */
  begin(connection: ClientConnection): void {
    const use = this.#uses.get(connection);
    if (use === undefined) return;
    use.open += 1;
    use.limitMs = this.#limits.nextMs;
  }

  /** Notes that a request's response has closed. */
  end(connection: ClientConnection): void {
    const use = this.#uses.get(connection);
    if (use === undefined) return;
    use.open -= 1;
    if (use.open === 0) use.idleSince = this.#now();
  }

  /**
   * Checks all connections once a second.
   * @returns a function that ends the checks
   */
  check(every: Clock['every']): () => void {
    return every(checkMs, () => {
      const now = this.#now();
      for (const [connection, { open, idleSince, limitMs }] of this.#uses) {
        if (open > 0 || now - idleSince < limitMs) continue;
        this.#uses.delete(connection);
        connection.destroy();
        this.#onCut();
      }
    });
  }
}
