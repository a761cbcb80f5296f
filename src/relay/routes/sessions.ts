import { Hono } from 'hono';
import { FailureError } from '../../core/domain/failure';
import { formatInstant } from '../../core/domain/instant';
import type { SessionEntry } from '../auth/sessions/connections';
import type { Session } from '../auth/sessions/session-records';
import type { SignOut, SignOutRequest } from '../auth/sessions/sign-out';
import type { Env } from '../http/env';
import { sessionOf, signedIn, type SignedInDeps } from '../http/signed-in';
import type { Clock } from '../lib/clock';

export interface SessionRoutesDeps extends SignedInDeps {
  readonly signOut: SignOut;
  readonly clock: Pick<Clock, 'now'>;
  /** Rejects with a FailureError when Amazon doesn't answer, or refuses the person. */
  readonly checkAccess: (session: Session, signal: AbortSignal) => Promise<void>;
}

const idLength = 16;
/** Names a session to its person: a part of the hash of its bearer token, of no use to anyone else. */
const publicIdOf = ({ id }: Pick<SessionEntry, 'id'>): string => id.slice(0, idLength);

const notFound = (): FailureError =>
  new FailureError({
    code: 'not_found',
    message: 'That device is signed out already.',
    advice: 'Open the list of devices again.',
  });

/**
 * The routes of sessions: `GET` and `DELETE /auth/session`, the one that asks; `GET` and `DELETE /auth/sessions`, all of
 * its account; and `DELETE /auth/sessions/{id}`, another one.
 */
export const sessionRoutes = (deps: SessionRoutesDeps): Hono<Env> => {
  const { sessions, signOut, inbound, clock, checkAccess } = deps;
  const app = new Hono<Env>();
  app.use('/auth/*', async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  const requestOf = (session: Session, { incoming }: Env['Bindings']): SignOutRequest => ({
    session,
    address: inbound.addressOf(incoming),
  });
  app.get('/auth/session', signedIn(deps), async (context) => {
    const session = sessionOf(context);
    const account = { id: session.account.id };
    if (context.req.query('access') !== 'check') return context.json({ account });
    await checkAccess(session, context.req.raw.signal);
    // The refresh that follows accepts numbers fetched from now on.
    return context.json({ account, now: formatInstant(clock.now()) });
  });
  app.delete('/auth/session', signedIn(deps), async (context) => {
    const session = sessionOf(context);
    await signOut.end(requestOf(session, context.env), ({ id }) => id === session.id);
    return context.body(null, 204);
  });
  app.get('/auth/sessions', signedIn(deps), async (context) => {
    const own = sessionOf(context);
    const open = await sessions.list(own.connection);
    const listed = open.map((session) => ({
      id: publicIdOf(session),
      ...(session.device === undefined ? {} : { device: session.device }),
      signedInAt: formatInstant(session.createdAt),
      lastUsedAt: formatInstant(session.seenAt),
      current: session.id === own.id,
    }));
    return context.json({ sessions: listed });
  });
  app.delete('/auth/sessions', signedIn(deps), async (context) => {
    await signOut.end(requestOf(sessionOf(context), context.env), () => true);
    return context.body(null, 204);
  });
  app.delete('/auth/sessions/:id', signedIn(deps), async (context) => {
    const id = context.req.param('id');
    const ended = await signOut.end(requestOf(sessionOf(context), context.env), (entry) => publicIdOf(entry) === id);
    if (ended === 0) throw notFound();
    return context.body(null, 204);
  });
  return app;
};
