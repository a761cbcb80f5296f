import { createClient, ErrorReply } from '@redis/client';
import { ExpiryHistogram, minuteAfter } from './expiry-histogram';
import { StoreError, type StoreFault } from './fault';
import { scripts, wholeMs } from './redis-scripts';
import type { Entry, ExpiryOptions, SetOptions, Store } from './store';

/** Prefix of all keys: others may use the same Redis. */
const family = 'skill-metrics:';
/** Keys that one step of a scan examines. */
const scanStep = 1_000;

export interface RedisOptions {
  /**
   * The time limit of each command, in milliseconds. A command that is still unsent by then is dropped.
   * @default 1_000
   */
  readonly patienceMs?: number;
}

const connect = (url: string, patienceMs: number) =>
  createClient({
    url,
    scripts,
    keyPrefix: family,
    name: 'skill-metrics-relay',
    commandOptions: { timeout: patienceMs },
    // A connection without an answer to its pings is replaced.
    pingInterval: 2_000,
    socket: {
      connectTimeout: 2_000,
      socketTimeout: 6_000,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 1_000),
    },
  });

/**
 * Faults by the prefix of Redis's errors, which a script's error quotes.
 * @see {@link https://redis.io/docs/latest/develop/reference/protocol-spec/ | Redis serialization protocol}
 */
const faults: readonly (readonly [RegExp, StoreFault])[] = [
  [/\b(OOM|MISCONF)\b/, 'full'],
  [/\bREADONLY\b/, 'readonly'],
  [/\b(NOAUTH|WRONGPASS|NOPERM)\b/, 'refused'],
];

const redisError = (error: unknown): StoreError => {
  const words = error instanceof ErrorReply ? error.message : '';
  return new StoreError(faults.find(([pattern]) => pattern.test(words))?.[1] ?? 'unreachable', error);
};

/** Escapes a text for use in a glob (https://redis.io/docs/latest/commands/keys/). */
const literally = (text: string): string => text.replace(/[\\*?[\]^-]/g, '\\$&');

/**
 * A store in Redis 6.2 or later, for relays on any number of machines. Expiries and rate limits follow Redis's clock.
 * It connects by itself, and again whenever the connection breaks.
 *
 * Every operation throws a StoreError when Redis refuses it or doesn't answer within `patienceMs`. Whether Redis has
 * performed it is then unknown, but it won't perform it later.
 */
export class RedisStore implements Store {
  readonly #client: ReturnType<typeof connect>;
  readonly #patienceMs: number;
  /** The last error of the connection; undefined while it works. */
  #trouble: unknown;

  constructor(url: string, { patienceMs = 1_000 }: RedisOptions = {}) {
    this.#patienceMs = patienceMs;
    this.#client = connect(url, patienceMs);
    this.#client.on('ready', () => (this.#trouble = undefined));
    // Without a listener it would end the process.
    this.#client.on('error', (error: unknown) => (this.#trouble = error));
    this.#client.connect().catch(() => undefined);
  }

  /** The client's own time limit ends once a command is sent; the answer may still never come. */
  async #within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.#patienceMs} ms`)), this.#patienceMs);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw redisError(error instanceof ErrorReply ? error : (this.#trouble ?? error));
    } finally {
      clearTimeout(timer);
    }
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#within(this.#client.get(key))) ?? undefined;
  }

  async getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]> {
    const texts = keys.length === 0 ? [] : await this.#within(this.#client.mGet([...keys]));
    return texts.map((text) => text ?? undefined);
  }

  async set(key: string, value: string, options: SetOptions = {}): Promise<boolean> {
    const { ttlMs, onlyIfAbsent } = options;
    const answer = await this.#within(
      this.#client.set(key, value, {
        ...(ttlMs === undefined ? {} : { PX: Number(wholeMs({ ttlMs })) }),
        ...(onlyIfAbsent === true ? { NX: true } : {}),
      }),
    );
    return answer !== null;
  }

  async setMany(entries: readonly Entry[]): Promise<void> {
    if (entries.length > 0) await this.#within(this.#client.setAll(entries));
  }

  async take(key: string): Promise<string | undefined> {
    return (await this.#within(this.#client.getDel(key))) ?? undefined;
  }

  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    options: ExpiryOptions = {},
  ): Promise<boolean> {
    return this.#within(this.#client.swap({ key, expected, next, options }));
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#within(this.#client.del(key))) > 0;
  }

  increment(key: string, options: ExpiryOptions = {}): Promise<number> {
    return this.#within(this.#client.addOne(key, options));
  }

  reserve(key: string, intervalMs: number): Promise<number> {
    return this.#within(this.#client.reserve(key, intervalMs));
  }

  async postpone(key: string, ms: number): Promise<void> {
    await this.#within(this.#client.postpone(key, ms));
  }

  /** Keys without the common prefix; some may come twice. */
  async *#scan(prefix: string): AsyncGenerator<string[]> {
    const options = { MATCH: `${literally(family + prefix)}*`, COUNT: scanStep };
    let cursor = '0';
    do {
      const step = await this.#within(this.#client.scan(cursor, options));
      yield step.keys.map((key) => key.slice(family.length));
      cursor = step.cursor;
    } while (cursor !== '0');
  }

  async list(prefix: string): Promise<readonly string[]> {
    const keys = new Set<string>();
    for await (const some of this.#scan(prefix)) for (const key of some) keys.add(key);
    return [...keys].sort();
  }

  async deletePrefix(prefix: string): Promise<number> {
    let gone = 0;
    for await (const keys of this.#scan(prefix)) {
      if (keys.length > 0) gone += await this.#within(this.#client.unlink(keys));
    }
    return gone;
  }

  /** The milliseconds until each key expires; Infinity where it doesn't. */
  async #lives(keys: readonly string[]): Promise<readonly number[]> {
    const left = await this.#within(Promise.all(keys.map((key) => this.#client.pTTL(key))));
    return left.map((ms) => (ms === -1 ? Infinity : ms));
  }

  async trim(prefix: string, most: number): Promise<number> {
    const histogram = new ExpiryHistogram();
    const from = performance.now();
    for await (const keys of this.#scan(prefix))
      for (const ms of await this.#lives(keys))
        histogram.add(Number.isFinite(ms) ? ms + performance.now() - from : null);
    const over = histogram.total - most;
    if (over <= 0) return histogram.total;
    const cutOff = histogram.cutOff(over);
    let [rest, gone] = [cutOff.rest, 0];
    for await (const keys of this.#scan(prefix)) {
      const lives = await this.#lives(keys);
      const going = keys.filter((_, index) => {
        const expiresAt = (lives[index] ?? Infinity) + performance.now() - from;
        if (expiresAt < cutOff.before) return true;
        if (rest === 0 || expiresAt >= minuteAfter(cutOff)) return false;
        rest -= 1;
        return true;
      });
      if (going.length > 0) gone += await this.#within(this.#client.unlink(going));
    }
    return histogram.total - gone;
  }

  /** Redis frees the space of expired keys by itself. */
  sweep(): Promise<number> {
    return Promise.resolve(0);
  }

  async ping(): Promise<void> {
    await this.#within(this.#client.ping());
  }

  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
    else if (this.#client.isOpen) this.#client.destroy();
  }
}
