import { FailureError } from '../../core/domain/failure';
import type { Account } from '../../core/protocol/stream';
import { hashOf } from '../lib/session-token';
import type { ConnectedAccount } from './sessions/connections';

/** Whether an account may use the relay. */
export type AccountCheck = (account: ConnectedAccount) => boolean;

const emailHashOf = (email: string): string => hashOf(email.toLowerCase());

/** What the relay keeps of an account: the hash of its email address is enough to check whether it is allowed. */
export const connectedAccount = ({ id, email }: Account): ConnectedAccount => ({
  id,
  ...(email === undefined ? {} : { emailHash: emailHashOf(email) }),
});

/**
 * Allows named accounts only.
 *
 * @param names IDs (`amzn1.account.…`) or email addresses, in any case; none: all accounts
 */
export const allowAccounts = (names: readonly string[]): AccountCheck => {
  if (names.length === 0) return () => true;
  const ids = new Set(names.map((name) => name.toLowerCase()));
  const emails = new Set(names.map(emailHashOf));
  return ({ id, emailHash }) => ids.has(id.toLowerCase()) || (emailHash !== undefined && emails.has(emailHash));
};

/** The failure of a sign-in with an account that isn't named. */
export const accountNotAllowed = (): FailureError =>
  new FailureError({
    code: 'forbidden',
    message: "Your Amazon account isn't allowed to use this server.",
    advice: 'Ask your administrator to add it to ALLOWED_ACCOUNTS, or sign in with another account.',
  });
