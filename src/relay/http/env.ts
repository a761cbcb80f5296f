import type { Session } from '../session/sessions';

/** What travels with a request through the middleware. */
export interface Env {
  Variables: {
    requestId: string;
    /** Set where the route needs a session. */
    session?: Session;
  };
}
