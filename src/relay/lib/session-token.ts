import { createHash, randomBytes } from 'node:crypto';

/** A bearer token nobody can guess: 256 random bits. Source: RFC 6750 §5.2. */
export const newBearer = (): string => randomBytes(32).toString('base64url');

/** What the store knows a bearer token by; it cannot be turned back. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** The bearer token of an Authorization header, or undefined where it holds no token of the relay's. */
export const bearerIn = (header: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(header ?? '')?.[1];
