import { FailureError } from '../../core/domain/failure';

/**
 * The value of an Authorization header. Throws `internal` for a token that no header can hold: fetch's own error would
 * quote the token. Source: RFC 6750, section 2.1; Amazon's tokens also have a bar.
 */
export const bearer = (token: string): string => {
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new FailureError({
    code: 'internal',
    message: 'The stored access token is damaged.',
    advice: 'Sign out, then sign in again.',
  });
};
