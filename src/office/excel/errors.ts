import { type Failure, FailureError } from '../../core/domain/failure';

const again = 'then try again.';

/**
 * Failures by Excel's error codes.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/testing/application-specific-api-error-handling}
 */
const byCode: Readonly<Record<string, Failure>> = {
  AccessDenied: {
    code: 'forbidden',
    message: 'The sheet is protected.',
    advice: `Unprotect it or choose another sheet, ${again}`,
  },
  ItemNotFound: {
    code: 'not_found',
    message: 'This sheet no longer exists.',
    advice: `Select a cell on another sheet, ${again}`,
  },
  InvalidSelection: {
    code: 'rejected',
    message: "The selection isn't a single cell or range.",
    advice: `Select a single cell, ${again}`,
  },
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether Excel refused only because a person is editing a cell. */
export const isCellEdit = (error: unknown): boolean => codeOf(error) === 'InvalidOperationInCellEditMode';

/** The error codes of an Excel that lacks an API. */
const missing = new Set(['ApiNotFound', 'ApiNotAvailable', 'NotImplemented', 'UnsupportedFeature']);

/** Whether Excel refused because this version lacks the API. */
export const isMissingApi = (error: unknown): boolean =>
  missing.has(codeOf(error instanceof FailureError ? error.cause : error));

/**
 * Turns an error of Excel into a FailureError: `forbidden` for a protected sheet, `not_found` for a missing one,
 * `rejected` for an unsuitable selection, else `internal`. Returns a FailureError as it is.
 */
export const excelFailure = (error: unknown): FailureError => {
  if (error instanceof FailureError) return error;
  const code = codeOf(error);
  const failure = byCode[code] ?? {
    code: 'internal',
    message: `Excel couldn't do this${code === '' ? '' : ` (${code})`}.`,
    advice: 'Select another cell or sheet and try again.',
  };
  return new FailureError(failure, { cause: error });
};
