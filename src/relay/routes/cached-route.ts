import type { MiddlewareHandler } from 'hono';
import type { Env } from '../http/env';
import type { InboundLimits } from '../http/inbound-limits';
import type { RunningQueries } from '../queries/running-queries';
import { bearerIn } from '../lib/session-token';
import type { Sessions } from '../auth/sessions';
import type { Telemetry } from '../observability/metrics';
import type { CachedResponse, ResponseCache } from './response-cache';

export interface CachedRouteDeps {
  readonly warm: ResponseCache;
  readonly sessions: Sessions;
  readonly running: RunningQueries;
  readonly telemetry: Telemetry;
  readonly inbound: InboundLimits;
}

type Incoming = Env['Bindings']['incoming'];

const path = '/api/metrics';
const requestLabels = { route: path, method: 'GET', status: '200' };

/** The headers that all answers have. */
const headersOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id'));

/**
 * Answers what is known to the byte, in front of everything else, with the headers that the answers behind it have.
 * A workbook of hundreds of formulas recalculates in an instant.
 */
export class CachedRoute {
  readonly #settings: CachedRouteDeps;
  #headers: Record<string, string> | undefined;

  constructor(deps: CachedRouteDeps) {
    this.#settings = deps;
  }

  /** Notes the headers of an answer from behind. */
  readonly note: MiddlewareHandler<Env> = async (context, next) => {
    await next();
    if (context.res.status === 200) this.#headers ??= headersOf(context.res);
  };

  /**
   * The answer to a request; undefined where it needs a closer look. It comes at once, for a promise of it costs as much
   * as all else here.
   */
  answer(incoming: Incoming): Response | undefined {
    const headers = this.#headers;
    if (headers === undefined) return undefined;
    const answer = this.#known(incoming);
    if (answer === undefined) return undefined;
    const { telemetry } = this.#settings;
    telemetry.requests.inc(requestLabels);
    telemetry.requestSeconds.observe({ route: path }, 0);
    return new Response(answer.line, { headers });
  }

  /** What is known for somebody who was let in a moment ago. */
  #known(incoming: Incoming): CachedResponse | undefined {
    const { warm, sessions, running, inbound } = this.#settings;
    const { method, url = '', headers } = incoming;
    if (running.stopping || method !== 'GET' || !url.startsWith(`${path}?`)) return undefined;
    const bearer = bearerIn(headers.authorization);
    const session = bearer === undefined ? undefined : sessions.recent(bearer);
    const answer = session && warm.give(session.account.id, url);
    if (session === undefined || answer === undefined) return undefined;
    // What is one too many is refused behind, in words.
    const refusal = inbound.ofAddress(incoming, path) ?? inbound.ofPerson(session.account.id);
    return refusal === undefined ? answer : undefined;
  }
}
