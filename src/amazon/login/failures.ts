/** What Login with Amazon refuses, as failures for the person, or for the operator, naming the settings at fault. */
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { type Failure, FailureError } from '../../core/domain/failure';
import { invalidResponse, tidy } from '../http/failures';

/** The step in which Amazon refused. */
export type Step = 'finish' | 'refresh';

interface OAuthError {
  readonly error: string;
  readonly description: string;
}

const signIn = (message: string, advice = 'Sign in again.'): Failure => ({ code: 'sign_in_required', message, advice });
const misset = (message: string, deps: string): Failure => ({
  code: 'internal',
  message,
  advice: `Ask your administrator to check ${deps}.`,
});

/**
 * Amazon's error codes. Anything else may come from a stranger who made up the address, and isn't repeated.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 | RFC 6749, sections 4.1.2.1} and 5.2
 */
const knownCodes = new Set([
  'invalid_request',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'invalid_client',
  'invalid_grant',
  'unsupported_grant_type',
]);
const saying = (message: string, { error }: OAuthError): string =>
  knownCodes.has(error) ? `${message} (${error}).` : `${message}.`;

/**
 * The error `sign_in_required` if the URL that Amazon redirected to belongs to no sign-in started here, or holds
 * neither a code nor an error.
 */
export const strayReturn = (): FailureError =>
  new FailureError(signIn("The response from Amazon's sign-in page doesn't match the sign-in that was started."));

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 */
const returnedError = (said: OAuthError): Failure => {
  switch (said.error) {
    case 'access_denied':
      return signIn(
        "You didn't allow access on Amazon's page.",
        'Sign in again and choose "Allow" so that the add-in can read your metrics.',
      );
    case 'invalid_scope':
      return misset(saying("Amazon doesn't grant what the sign-in asks for", said), 'LWA_SCOPE');
    case 'server_error':
    case 'temporarily_unavailable':
      return {
        code: 'unavailable',
        message: saying("Amazon's sign-in page failed", said),
        advice: 'Try again in a few minutes.',
      };
    default:
      return misset(saying('Amazon refused the sign-in', said), "LWA_CLIENT_ID and the client's allowed return URLs");
  }
};

const lapsed: Readonly<Record<Step, string>> = {
  finish: "Amazon didn't accept the sign-in code: it has expired or was already used.",
  refresh: 'Amazon no longer accepts your sign-in: access was removed or has expired.',
};

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const tokenError = (said: OAuthError, step: Step): Failure => {
  switch (said.error) {
    case 'invalid_grant':
      return signIn(lapsed[step]);
    case 'invalid_client':
    case 'unauthorized_client':
      return misset(
        saying("Amazon doesn't accept the add-in's credentials", said),
        'LWA_CLIENT_ID and LWA_CLIENT_SECRET',
      );
    default:
      return misset(
        saying('Amazon refused to issue tokens', said),
        "the LWA settings and the client's allowed return URLs",
      );
  }
};

const said = ({ error, error_description }: { error: string; error_description?: string | undefined }): OAuthError => ({
  error: tidy(error),
  description: tidy(error_description ?? ''),
});

const libraryReason = (error: unknown): string => {
  if (!(error instanceof Error)) return 'it has another shape';
  return error.cause instanceof Error ? error.cause.message : error.message;
};

/** With Amazon's own words for the log alone. */
const refused = (failure: Failure, { error, description }: OAuthError): FailureError =>
  new FailureError(failure, { cause: new Error([error, description].filter(Boolean).join(': ')) });

/**
 * Any error of openid-client as a FailureError. The library's error isn't its cause: it carries the whole answer,
 * including tokens, which must not reach a log.
 */
export const grantFailure = (error: unknown, step: Step): FailureError => {
  if (error instanceof FailureError) return error;
  if (error instanceof Error && error.cause instanceof FailureError) return error.cause;
  if (error instanceof AuthorizationResponseError) return refused(returnedError(said(error)), said(error));
  if (error instanceof ResponseBodyError) return refused(tokenError(said(error), step), said(error));
  return new FailureError(invalidResponse('the sign-in', libraryReason(error)));
};
