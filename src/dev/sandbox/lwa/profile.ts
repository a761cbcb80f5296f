import { Hono } from 'hono';
import type { World } from '../context';
import { echoOf } from '../faults/echo';
import type { Grants } from './grants';

/** Who signed in. Source: Login with Amazon, "Obtain Customer Profile Information". */
export const profile = ({ settings }: World, grants: Grants): Hono => {
  const app = new Hono();
  app.get('/user/profile', (c) => {
    const [, bearer] = /^Bearer (.+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
    const token = bearer ?? c.req.header('x-amz-access-token') ?? c.req.query('access_token');
    if (token === undefined)
      return c.json(
        { error: 'invalid_request', error_description: 'The request is missing a required parameter' },
        400,
      );
    const grant = grants.check(token);
    if (grant === undefined)
      return c.json({ error: 'invalid_token', error_description: 'The access token is not valid' }, 400);
    const { person, scopes } = grant;
    if (!scopes.includes('profile') && !scopes.includes('profile:user_id'))
      return c.json({ error: 'insufficient_scope', error_description: 'The access token lacks a scope' }, 401);
    const known = scopes.includes('profile')
      ? { name: person.name + echoOf(settings, [token]), email: person.email }
      : {};
    return c.json({ user_id: person.id, ...known });
  });
  return app;
};
