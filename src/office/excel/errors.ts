import { FailureError, type Failure } from '../../core/domain/failure';

const again = 'then try again.';

/** By the codes of Excel's API. Source: Microsoft's page "Error handling with the application-specific JavaScript APIs". */
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

/** Whether Excel refused only because somebody types in a cell. */
export const isCellEdit = (error: unknown): boolean => codeOf(error) === 'InvalidOperationInCellEditMode';

/** What an Excel answers that is older than what it is asked for. */
const missing = new Set(['ApiNotFound', 'ApiNotAvailable', 'NotImplemented', 'UnsupportedFeature']);

/** Whether Excel refused because it does not have what it was asked for, and never will in this version. */
export const isMissingApi = (error: unknown): boolean =>
  missing.has(codeOf(error instanceof FailureError ? error.cause : error));

/** What Excel's refusal is as a failure. */
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
