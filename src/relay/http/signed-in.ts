import type { Context, MiddlewareHandler } from 'hono';
import type { Audit } from '../auth/audit/audit';
import { signInRequired } from '../auth/failures';
import type { Session } from '../auth/sessions/session-records';
import type { Sessions } from '../auth/sessions/sessions';
import { bearerIn } from '../lib/session-token';
import type { Secrets } from '../observability/redaction/secrets';
import type { Env } from './env';
import type { InboundLimits } from './inbound-limits';
import { tooMany } from './problem';

export interface SignedInDeps {
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  readonly audit: Pick<Audit, 'note'>;
}

/**
 * Middleware that requires the bearer token of a session and counts the request for its person. Refuses a request
 * beyond the person's limit with status 429.
 *
 * @throws {FailureError} `sign_in_required` when there is no session
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750 | RFC 6750}
 */
export const signedIn =
  ({ sessions, secrets, inbound, audit }: SignedInDeps): MiddlewareHandler<Env> =>
  async (context, next) => {
    const bearer = bearerIn(context.req.header('Authorization'));
    const session = bearer === undefined ? undefined : await sessions.find(bearer);
    if (session === undefined) {
      const address = inbound.addressOf(context.env.incoming);
      audit.note({ event: 'refused', outcome: 'sign_in_required', address });
      throw signInRequired();
    }
    if (bearer !== undefined) secrets.hold(bearer);
    context.set('session', session);
    const refusal = inbound.ofPerson(session.account.id);
    return refusal === undefined ? next() : tooMany(refusal);
  };

/**
 * The session of a request that has passed {@link signedIn}.
 * @throws {FailureError} `sign_in_required` when it has not
 */
export const sessionOf = (context: Context<Env>): Session => {
  const session = context.get('session');
  if (session === undefined) throw signInRequired();
  return session;
};
