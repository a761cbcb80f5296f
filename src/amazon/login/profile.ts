/**
 * GET of the profile endpoint.
 *
 * @see https://developer.amazon.com/docs/login-with-amazon/obtain-customer-profile.html
 */
import * as v from 'valibot';
import { type Failure, FailureError } from '../../core/domain/failure';
import type { Account } from '../../core/protocol/stream';
import { bearer, cannotBe, type Exchange, exchange, notJson, readResponse } from '../http/exchange';
import { jsonOf, refused, wordsOf } from '../http/failures';
import { oauthErrorIn } from './oauth-client';

const what = 'the profile of this account';
const check = 'Ask your administrator to check LWA_PROFILE_ENDPOINT.';

const profile = v.object({
  user_id: v.string(),
  name: v.nullish(v.string()),
  email: v.nullish(v.string()),
});

const noLongerAccepted: Failure = {
  code: 'sign_in_required',
  message: 'Amazon no longer accepts your sign-in when the add-in reads your profile.',
  advice: 'Sign in again.',
};
const notIncluded: Failure = {
  code: 'internal',
  message: "The sign-in doesn't include permission to read your profile.",
  advice: 'Ask your administrator to add "profile" to LWA_SCOPE.',
};

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
const failureIn = (status: number, text: string): Failure => {
  const error = oauthErrorIn(text);
  if (error === 'insufficient_scope') return notIncluded;
  if (error === 'invalid_token' || status === 401) return noLongerAccepted;
  const words = wordsOf(text);
  return refused({ status, what, check, ...(words === undefined ? {} : { words }) });
};

const readAccount = (text: string): Account => {
  const json = jsonOf(text);
  if (json === undefined) throw cannotBe({ what }, notJson(text));
  const { user_id: id, name, email } = readResponse(profile, { what, json });
  return { id, ...(typeof name === 'string' ? { name } : {}), ...(typeof email === 'string' ? { email } : {}) };
};

/**
 * The account that an access token belongs to.
 *
 * @throws {FailureError} `sign_in_required`, if Amazon doesn't accept the token
 * @throws {FailureError} `internal`, if the sign-in doesn't include the profile
 * @throws {FailureError} the failures of `exchange` and `refused`, and `bad_answer`, if the answer isn't a profile
 */
export const fetchProfile = async (via: Omit<Exchange, 'init' | 'what'>, accessToken: string): Promise<Account> => {
  const init = { headers: { accept: 'application/json', authorization: bearer(accessToken) } };
  const { status, text } = await exchange({ ...via, init, what });
  if (status === 200) return readAccount(text);
  throw new FailureError(failureIn(status, text));
};
