import type { Context, MiddlewareHandler } from 'hono';
import type { Secrets } from '../observability/redaction/secrets';
import { bearerIn } from '../lib/session-token';
import { signInRequired } from '../auth/failures';
import type { Session, Sessions } from '../auth/sessions';
import type { InboundLimits } from './inbound-limits';
import type { Env } from './env';
import { tooMany } from './problem';

export interface SignedInDeps {
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
}

/** Lets in who brings the bearer token of a session, as often as one person may. Throws `sign_in_required`. */
export const signedIn =
  ({ sessions, secrets, inbound }: SignedInDeps): MiddlewareHandler<Env> =>
  async (context, next) => {
    const bearer = bearerIn(context.req.header('Authorization'));
    const session = bearer === undefined ? undefined : await sessions.find(bearer);
    if (session === undefined) throw signInRequired();
    if (bearer !== undefined) secrets.hold(bearer);
    context.set('session', session);
    const refusal = inbound.ofPerson(session.account.id);
    return refusal === undefined ? next() : tooMany(refusal);
  };

/** The session of a request that signedIn has let in. */
export const sessionOf = (context: Context<Env>): Session => {
  const session = context.get('session');
  if (session === undefined) throw signInRequired();
  return session;
};
