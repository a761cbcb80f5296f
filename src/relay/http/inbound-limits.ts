import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/domain/instant';
import { maxBatchBytes } from '../../core/protocol/batch';
import type { Audit } from '../auth/audit/audit';
import type { LimitRefusal, RequestLimits } from '../config/limits';
import type { Settings } from '../config/settings';
import { SteadyClock } from '../lib/clock';
import { clientOf, type ForwardingRules } from '../lib/forwarded';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Env } from './env';
import { dialogPage } from './pages';
import { retryAfter, tooLong, tooMany, tooManyFailure } from './problem';

interface AllowanceDeps {
  /** The most requests of a key in a minute, at once or spread. 0 means any number. */
  readonly perMinute: number;
  readonly now: () => Instant;
  /**
   * The most keys in memory; the least recently used are dropped.
   * @default 50_000
   */
  readonly mostKeys?: number;
}

const minuteMs = 60_000;

/**
 * A rate limiter for many keys: a minute's allowance at once, which then comes back evenly.
 *
 * The package rate-limiter-flexible keeps a timer and a record for every key, without a bound, and uses its own clock.
 * @see ITU-T I.371, the generic cell rate algorithm
 */
export class Allowance {
  readonly #perMinute: number;
  readonly #now: () => Instant;
  /** When a key will have its full allowance again. */
  readonly #full: LRUCache<string, Instant>;

  constructor({ perMinute, now, mostKeys = 50_000 }: AllowanceDeps) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#full = new LRUCache({ max: mostKeys });
  }

  /**
   * Takes requests from a key's allowance, all or none.
   *
   * @param requests counts as at most a minute's allowance
   * @returns 0 when they are allowed, else the milliseconds until they would be
   */
  take(key: string, requests = 1): number {
    if (this.#perMinute === 0) return 0;
    const now = this.#now();
    const full =
      Math.max(this.#full.get(key) ?? now, now) + (minuteMs / this.#perMinute) * Math.min(requests, this.#perMinute);
    // Fractions of milliseconds don't add up to exactly a minute.
    const waitMs = full - now - minuteMs;
    if (waitMs > 1e-6) return waitMs;
    this.#full.set(key, full);
    return 0;
  }
}

/** The setting of each limit. */
const settingOf = {
  signIn: 'LIMIT_SIGN_IN_PER_ADDRESS',
  api: 'LIMIT_API_PER_ADDRESS',
  pages: 'LIMIT_PAGES_PER_ADDRESS',
  person: 'LIMIT_API_PER_PERSON',
} as const satisfies Record<keyof RequestLimits, string>;

interface InboundDeps {
  readonly audit: Pick<Audit, 'note'>;
  readonly limits: RequestLimits;
  readonly forwarding: ForwardingRules;
  readonly now: () => Instant;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

/** A log line for each refusal would let strangers fill the disk. */
const tellMs = 60_000;

const signInPath = /^\/auth\/(start|callback|redeem|options|microsoft)$/;
const kindOf = (path: string): Exclude<keyof RequestLimits, 'person'> => {
  if (/^\/(api\/|auth\/sessions?(\/|$))/.test(path)) return 'api';
  return signInPath.test(path) ? 'signIn' : 'pages';
};

/** Shows what the settings allow among the metrics. */
export const tellLimits = ({ limits: gauge }: Telemetry, settings: Settings): void => {
  const { limits, connections } = settings;
  for (const kind of ['signIn', 'api', 'pages', 'person'] as const) gauge.set({ limit: settingOf[kind] }, limits[kind]);
  gauge.set({ limit: 'MAX_CONNECTIONS' }, connections.most);
  gauge.set({ limit: 'MAX_CONNECTIONS_PER_ADDRESS' }, connections.mostOfClient);
  gauge.set({ limit: 'STREAMS_PER_SESSION' }, settings.streamsPerSession);
  gauge.set({ limit: 'QUESTIONS_PER_PERSON' }, settings.queriesPerPerson);
  gauge.set({ limit: 'CACHED_DAYS_PER_PERSON' }, settings.cachedDaysPerPerson);
};

/**
 * Counts requests by address (for IPv6, by /64 network) and by person, and refuses those beyond the limits. Each relay
 * counts its own.
 */
export class InboundLimits {
  readonly #deps: InboundDeps;
  readonly #allowances: Readonly<Record<keyof RequestLimits, Allowance>>;
  #toldAt = -Infinity;

  constructor(deps: InboundDeps) {
    const { limits } = deps;
    const { now } = new SteadyClock(deps.now);
    this.#deps = { ...deps, now };
    this.#allowances = {
      signIn: new Allowance({ perMinute: limits.signIn, now }),
      api: new Allowance({ perMinute: limits.api, now }),
      pages: new Allowance({ perMinute: limits.pages, now }),
      person: new Allowance({ perMinute: limits.person, now }),
    };
  }

  /** The address of a request's sender: of IPv6 the /64 network. */
  addressOf({ socket, headers }: Env['Bindings']['incoming']): string {
    const { forwarding } = this.#deps;
    return clientOf(forwarding.senderOf(socket.remoteAddress ?? 'unknown', headers[forwarding.header]?.toString()));
  }

  /**
   * Counts a request for the address of its sender.
   * @returns undefined when it is within the limit
   */
  ofAddress(incoming: Env['Bindings']['incoming'], path: string): LimitRefusal | undefined {
    return this.#refusal(kindOf(path), this.addressOf(incoming), 'address');
  }

  /**
   * Counts requests of a signed-in person.
   * @returns undefined when they are within the limit
   */
  ofPerson(accountId: string, requests = 1): LimitRefusal | undefined {
    return this.#refusal('person', accountId, 'person', requests);
  }

  #refusal(limit: keyof RequestLimits, key: string, by: LimitRefusal['by'], requests = 1): LimitRefusal | undefined {
    const waitMs = this.#allowances[limit].take(key, requests);
    if (waitMs === 0) return undefined;
    this.refuse(settingOf[limit], by === 'person' ? { who: key } : { address: key });
    this.#tell(limit);
    return { by, waitMs };
  }

  /** Counts and records a refusal by the setting of its limit. */
  refuse(setting: string, whose: { readonly who: string } | { readonly address: string }): void {
    const { audit, telemetry } = this.#deps;
    telemetry.requestsRefused.inc({ limit: setting });
    audit.note({ event: 'refused', outcome: setting, ...whose });
  }

  #tell(limit: keyof RequestLimits): void {
    const { limits, log, now } = this.#deps;
    const setting = settingOf[limit];
    if (now() - this.#toldAt < tellMs) return;
    this.#toldAt = now();
    const remedy =
      limit === 'person'
        ? ''
        : ': if all requests come by your proxy, name it in TRUSTED_PROXIES; if these are your people, raise it';
    log.warn({ setting, perMinute: limits[limit] }, `too many requests${remedy}`);
  }
}

/** Paths whose response a person sees, in the sign-in window. */
const shown = /^\/auth\/(start|callback)$/;

/**
 * Middleware that answers requests beyond an address's limit with status 429 (RFC 6585, section 4): a page in the
 * sign-in window, a problem document elsewhere.
 */
export const limitAddresses =
  (inbound: InboundLimits, pagesFolder: string): MiddlewareHandler<Env> =>
  async (context, next) => {
    const { path } = context.req;
    const refusal = inbound.ofAddress(context.env.incoming, path);
    if (refusal === undefined) return next();
    if (!shown.test(path) || context.req.header('Accept')?.includes('text/html') !== true) return tooMany(refusal);
    const { code, message, advice } = tooManyFailure(refusal);
    const page = await dialogPage(pagesFolder, { error: code, message: `${message} ${advice}` });
    return context.html(page, 429, { 'Retry-After': retryAfter(refusal), 'Cache-Control': 'no-store' });
  };

/** Node itself refuses headers beyond 16 KB, without a message. */
const maxUrl = 8_192;
/** An access token of Microsoft's has a few thousand characters. */
const maxBody = 16_384;

/** Refuses URLs longer than any query needs, with a problem document of status 414. */
export const limitUrl: MiddlewareHandler = async (context, next) =>
  context.req.url.length > maxUrl ? tooLong(414, 'Ask for fewer metrics, intents or locales at once.') : next();

/** Refuses bodies longer than the add-in sends, with a problem document of status 413. */
export const limitBody: MiddlewareHandler = bodyLimit({
  maxSize: maxBody,
  onError: () => tooLong(413, 'Reload the add-in and try again.'),
});

/** Refuses batches of queries longer than the add-in sends, with a problem document of status 413. */
export const limitBatch: MiddlewareHandler = bodyLimit({
  maxSize: maxBatchBytes,
  onError: () => tooLong(413, 'Ask fewer questions in one call.'),
});
