import { FailureError } from '../../core/domain/failure';
import type { Account } from '../../core/protocol/stream';

/** Whether an account may use the relay. */
export type AccountCheck = (account: Pick<Account, 'id' | 'email'>) => boolean;

/**
 * Allows named accounts only.
 *
 * @param names IDs (`amzn1.account.…`) or email addresses, in any case; none: all accounts
 */
export const allowAccounts = (names: readonly string[]): AccountCheck => {
  if (names.length === 0) return () => true;
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  return ({ id, email }) => allowed.has(id.toLowerCase()) || (email !== undefined && allowed.has(email.toLowerCase()));
};

/** The failure of a sign-in with an account that isn't named. */
export const accountNotAllowed = (): FailureError =>
  new FailureError({
    code: 'forbidden',
    message: "Your Amazon account isn't allowed to use this server.",
    advice: 'Ask your administrator to add it to ALLOWED_ACCOUNTS, or sign in with another account.',
  });
