import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import * as v from 'valibot';
import { stages } from '../../core/domain/catalog';
import { FailureError, invalidQuery } from '../../core/domain/failure';
import { isSkillId, localeOf } from '../../core/query/validation';
import type { Audit } from '../auth/audit/audit';
import type { AccessTokens } from '../auth/sessions/access-tokens';
import type { Sessions } from '../auth/sessions/sessions';
import type { Env } from '../http/env';
import type { InboundLimits } from '../http/inbound-limits';
import { redactBodies } from '../http/redact-responses';
import { sessionOf, signedIn } from '../http/signed-in';
import type { Secrets } from '../observability/redaction/secrets';
import type { Caller, SkillLists } from './skill-lists';

export interface SkillsDeps {
  readonly lists: SkillLists;
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  readonly audit: Pick<Audit, 'note'>;
  readonly accessTokens: AccessTokens;
}

const skillId = v.pipe(v.string(), v.check(isSkillId, "the skill's ID, amzn1.ask.skill.…"));
const stage = v.picklist(stages, stages.join(' or '));
const locale = v.pipe(v.string(), v.transform(localeOf), v.string('a locale such as en-US'));

/**
 * Parses the request's parameters with a schema.
 * @throws {FailureError} `invalid_query` with all problems
 */
const checked = <T>(schema: v.GenericSchema<unknown, T>, context: Context<Env>): T => {
  const given: Record<string, string> = {
    skillId: context.req.param('id') ?? '',
    stage: context.req.query('stage') ?? '',
    locale: context.req.query('locale') ?? '',
  };
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map(({ message, path }) => {
    const argument = String(path?.[0].key);
    return { argument, value: given[argument] ?? '', accepted: message };
  });
  throw new FailureError(invalidQuery(problems));
};

/**
 * The routes of the pane's lists: `GET /api/skills`, and a skill's `GET /api/skills/{id}/locales` and
 * `GET /api/skills/{id}/intents`.
 */
export const skillsRoutes = (deps: SkillsDeps): Hono<Env> => {
  const { lists, accessTokens } = deps;
  const callerOf = (context: Context<Env>): Caller => {
    const session = sessionOf(context);
    return { accountId: session.account.id, tokens: accessTokens.of(session), signal: context.req.raw.signal };
  };
  const app = new Hono<Env>();
  app.use('/api/skills', signedIn(deps));
  app.use('/api/skills/*', signedIn(deps));
  app.get('/api/skills', compress(), redactBodies(deps.secrets), async (context) =>
    context.json({ skills: await lists.skills(callerOf(context)) }),
  );
  app.get('/api/skills/:id/locales', async (context) => {
    const asked = checked(v.object({ skillId, stage }), context);
    return context.json({ locales: await lists.locales(asked.skillId, asked.stage, callerOf(context)) });
  });
  app.get('/api/skills/:id/intents', async (context) => {
    const asked = checked(v.object({ skillId, stage, locale }), context);
    return context.json({ intents: await lists.intents(asked.skillId, asked.stage, asked.locale, callerOf(context)) });
  });
  return app;
};
