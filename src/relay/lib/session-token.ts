import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Creates a bearer token: 256 random bits, as 43 characters of base64url.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-5.2 | RFC 6750, section 5.2}
 */
export const newBearer = (): string => randomBytes(32).toString('base64url');

/** The SHA-256 hash of a secret, as 43 characters of base64url. The store knows secrets by their hash only. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** The bearer token in an Authorization header; undefined when it holds no token of this relay's form. */
export const bearerIn = (header: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(header ?? '')?.[1];

/** Whether two secrets are the same, in a time that doesn't tell where they differ. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
