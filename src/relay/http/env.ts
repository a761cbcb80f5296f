import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import type { Session } from '../auth/sessions';

/** What travels with a request through the middleware. */
export interface Env {
  Bindings: HttpBindings | Http2Bindings;
  Variables: {
    requestId: string;
    /** Set where the route needs a session. */
    session?: Session;
  };
}
