import type { MiddlewareHandler } from 'hono';
import type { ForwardingRules } from '../lib/forwarded';
import type { Env } from './env';
import { otherHost } from './problem';

type IncomingRequest = Env['Bindings']['incoming'];

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Load balancers and Prometheus ask each relay by its address. */
const open: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Tells requests for this relay from those for another host, which a page of a stranger may send here. */
export class HostCheck {
  readonly #hosts: ReadonlySet<string>;
  readonly #isProxy: ForwardingRules['isProxy'];

  /** @param hosts further hosts, with their port if it is not that of the scheme */
  constructor(publicUrl: string, hosts: readonly string[], { isProxy }: Pick<ForwardingRules, 'isProxy'>) {
    this.#hosts = new Set([new URL(publicUrl).host, ...hosts.map((host) => host.toLowerCase())]);
    this.#isProxy = isProxy;
  }

  /**
   * Whether a request names a host of this relay's. What a trusted proxy passes on has been checked by the proxy, which
   * may have changed the host.
   * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-7.2 | RFC 9110, section 7.2}
   */
  accepts({ headers, socket }: IncomingRequest): boolean {
    const host = (headers.host ?? headers[':authority'] ?? '').toString().toLowerCase();
    return this.#hosts.has(host) || loopback.test(host) || this.#isProxy(socket.remoteAddress ?? '');
  }
}

/**
 * Middleware that answers requests for another host with status 421, except those for health and metrics.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20 | RFC 9110, section 15.5.20}
 */
export const checkHost =
  (hosts: HostCheck): MiddlewareHandler<Env> =>
  async ({ env, req }, next) =>
    open.has(req.path) || hosts.accepts(env.incoming) ? next() : otherHost();
