import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Tokens that carry their own meaning, so that nothing has to be remembered and a token outlives a restart: a payload and
 * its HMAC-SHA256. What they say is no secret; that the sandbox said it can be proved.
 */
const mac = (secret: string, kind: string, payload: string): string =>
  createHmac('sha256', secret).update(`${kind}.${payload}`).digest('base64url');

/** A token of a kind; tokens of one kind do not pass as another. */
export const seal = (secret: string, kind: string, payload: unknown): string => {
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${body}.${mac(secret, kind, body)}`;
};

/** The payload of a token, or undefined where the sandbox never made it. */
export const unseal = (secret: string, kind: string, token: string): unknown => {
  const [body = '', given = ''] = token.split('.');
  const [expected, received] = [Buffer.from(mac(secret, kind, body)), Buffer.from(given)];
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
};
