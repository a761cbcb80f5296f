import { Hono } from 'hono';
import * as v from 'valibot';
import { FailureError, invalidQuery } from '../../core/domain/failure';
import { type AuditSource, ownEntries } from '../auth/audit/read-audit';
import type { Env } from '../http/env';
import { sessionOf, signedIn, type SignedInDeps } from '../http/signed-in';

export interface AuditRouteDeps extends SignedInDeps {
  readonly auditSource: AuditSource;
}

const accepted = 'a whole number from 1 to 1000';
const limitParam = v.pipe(
  v.optional(v.string(), '100'),
  v.regex(/^\d{1,4}$/, accepted),
  v.transform(Number),
  v.minValue(1, accepted),
  v.maxValue(1_000, accepted),
);

const limitIn = (given: string | undefined): number => {
  const parsed = v.safeParse(limitParam, given);
  if (parsed.success) return parsed.output;
  throw new FailureError(invalidQuery([{ argument: 'limit', value: given ?? '', accepted }]));
};

/** The route `GET /api/audit`: what the relay has recorded of the person who asks, the latest first. */
export const auditRoute = (deps: AuditRouteDeps): Hono<Env> => {
  const app = new Hono<Env>();
  app.get('/api/audit', signedIn(deps), async (context) => {
    const limit = limitIn(context.req.query('limit'));
    return context.json({ entries: await ownEntries(sessionOf(context).account.id, limit, deps.auditSource) });
  });
  return app;
};
