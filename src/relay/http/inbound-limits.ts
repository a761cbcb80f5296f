import type { Instant } from '../../core/domain/instant';
import { clientOf } from './transport/client-address';
import type { Env } from './env';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import { Allowance } from './allowance';
import type { Forwarding } from '../lib/forwarded';
import type { Refusal, RequestLimits } from '../config/request-limits';

/** The setting behind each limit. */
const settingOf = {
  signIn: 'LIMIT_SIGN_IN_PER_ADDRESS',
  api: 'LIMIT_API_PER_ADDRESS',
  pages: 'LIMIT_PAGES_PER_ADDRESS',
  person: 'LIMIT_API_PER_PERSON',
} as const satisfies Record<keyof RequestLimits, string>;

export interface InboundSettings {
  readonly limits: RequestLimits;
  readonly forwarding: Forwarding;
  readonly now: () => Instant;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

/** A line for each would be a way to fill the disk. */
const tellMs = 60_000;

const signInPath = /^\/auth\/(start|callback|redeem)$/;
const kindOf = (path: string): Exclude<keyof RequestLimits, 'person'> => {
  if (path.startsWith('/api/') || path === '/auth/session') return 'api';
  return signInPath.test(path) ? 'signIn' : 'pages';
};

/** Counts requests by address (of IPv6: by /64) and by person, and refuses those beyond the limits. Each relay counts its own. */
export class InboundLimits {
  readonly #settings: InboundSettings;
  readonly #allowances: Readonly<Record<keyof RequestLimits, Allowance>>;
  #toldAt = -Infinity;

  constructor(settings: InboundSettings) {
    const { limits, now } = settings;
    this.#settings = settings;
    this.#allowances = {
      signIn: new Allowance({ perMinute: limits.signIn, now }),
      api: new Allowance({ perMinute: limits.api, now }),
      pages: new Allowance({ perMinute: limits.pages, now }),
      person: new Allowance({ perMinute: limits.person, now }),
    };
  }

  /** Counts a request for its address; undefined where it may go on. */
  ofAddress({ socket, headers }: Env['Bindings']['incoming'], path: string): Refusal | undefined {
    const { forwarding } = this.#settings;
    const sender = forwarding.senderOf(socket.remoteAddress ?? 'unknown', headers[forwarding.header]?.toString());
    return this.#refusal(kindOf(path), clientOf(sender), 'address');
  }

  /** Counts requests for the person who is signed in; undefined where they may go on. */
  ofPerson(accountId: string, requests = 1): Refusal | undefined {
    return this.#refusal('person', accountId, 'person', requests);
  }

  #refusal(limit: keyof RequestLimits, key: string, by: Refusal['by'], requests = 1): Refusal | undefined {
    const waitMs = this.#allowances[limit].take(key, requests);
    if (waitMs === 0) return undefined;
    this.#tell(limit);
    return { by, waitMs };
  }

  #tell(limit: keyof RequestLimits): void {
    const { limits, log, telemetry, now } = this.#settings;
    const setting = settingOf[limit];
    telemetry.requestsRefused.inc({ limit: setting });
    if (now() - this.#toldAt < tellMs) return;
    this.#toldAt = now();
    const remedy =
      limit === 'person'
        ? ''
        : ': if all requests come by your proxy, name it in TRUSTED_PROXIES; if these are your people, raise it';
    log.warn({ setting, perMinute: limits[limit] }, `too many requests${remedy}`);
  }
}
