import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import type { Session } from '../auth/sessions/session-records';

/** Hono's environment: what a request carries through the middleware. */
export interface Env {
  Bindings: HttpBindings | Http2Bindings;
  Variables: {
    requestId: string;
    /** Set by {@link signedIn}. */
    session?: Session;
  };
}

/** Answers a request. `bindings` are Node's own request and response. */
export type RelayApp = (request: Request, bindings: Env['Bindings']) => Response | Promise<Response>;
