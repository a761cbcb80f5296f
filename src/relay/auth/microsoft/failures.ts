/** Why a Microsoft token doesn't let a person in, in words for that person. No text holds a part of the token. */
import { type Failure, FailureError } from '../../../core/domain/failure';

/** What jose or a claim complains about, such as `ERR_JWT_EXPIRED`: the cause that the log shows. */
const because = (reason: string): { cause: Error } => ({ cause: new Error(reason) });
const failed = (failure: Failure, reason: string): FailureError => new FailureError(failure, because(reason));

const again = 'Try again. If it keeps happening, sign out of Excel and sign in again.';

/** `sign_in_required`: the token's time is over. */
export const tokenExpired = (reason: string): FailureError =>
  failed({ code: 'sign_in_required', message: 'Your Microsoft sign-in has expired.', advice: again }, reason);

/** `sign_in_required`: the token isn't Microsoft's, or was changed. */
export const tokenInvalid = (reason: string): FailureError =>
  failed({ code: 'sign_in_required', message: "Your Microsoft sign-in couldn't be verified.", advice: again }, reason);

/** `sign_in_required`: the token is another application's. */
export const tokenForOthers = (reason: string): FailureError =>
  failed(
    {
      code: 'sign_in_required',
      message: "Your Microsoft sign-in isn't meant for this add-in.",
      advice:
        'Ask your administrator to check that MICROSOFT_CLIENT_ID and the WebApplicationInfo in the manifest name the same application.',
    },
    reason,
  );

/** `forbidden`: the app registration asks Microsoft for tokens of version 1. */
export const tokenOfVersion1 = (): FailureError =>
  failed(
    {
      code: 'forbidden',
      message: 'Microsoft sends tokens of a version that this server does not accept.',
      advice: 'Ask your administrator to set requestedAccessTokenVersion to 2 in the app registration.',
    },
    'a token of version 1.0',
  );

/** `forbidden`: the person hasn't allowed Excel to act for them in this add-in. */
export const scopeMissing = (): FailureError =>
  failed(
    {
      code: 'forbidden',
      message: "Your Microsoft sign-in doesn't include the permission access_as_user.",
      advice:
        'Ask your administrator to add the scope access_as_user to the app registration and to allow Office to use it.',
    },
    'no scope access_as_user',
  );

/** `forbidden`: the person's organization isn't among the tenants. */
export const tenantNotAllowed = (tenant: string): FailureError =>
  failed(
    {
      code: 'forbidden',
      message: `Your organization (Microsoft tenant ${tenant}) isn't allowed to use this server.`,
      advice:
        'Sign in to Excel with another account, or ask your administrator to add the tenant to MICROSOFT_TENANTS.',
    },
    'the tenant is not in the list',
  );

/** `unavailable`: Microsoft's signing keys can't be had right now. */
export const keysUnavailable = (cause?: unknown): FailureError =>
  new FailureError(
    {
      code: 'unavailable',
      message: "Your Microsoft sign-in can't be verified right now: Microsoft's signing keys can't be fetched.",
      advice: 'Try again in a minute.',
    },
    { cause },
  );
