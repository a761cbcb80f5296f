import { type Failure, textOf } from '../../core/domain/failure';
import { reportFailure } from '../lib/report-failure';

/** The two errors of Excel that show a message. */
type ErrorKind = 'invalidValue' | 'notAvailable';

const kinds: Readonly<Record<Failure['code'], ErrorKind>> = {
  invalid_query: 'invalidValue',
  rejected: 'invalidValue',
  too_large: 'invalidValue',
  sign_in_required: 'notAvailable',
  forbidden: 'notAvailable',
  not_found: 'notAvailable',
  throttled: 'notAvailable',
  unavailable: 'notAvailable',
  bad_answer: 'notAvailable',
  deadline_exceeded: 'notAvailable',
  cancelled: 'notAvailable',
  internal: 'notAvailable',
};

/** Errors of arguments that a function may return, too. */
const passedOn: Readonly<Record<string, keyof typeof CustomFunctions.ErrorCode>> = {
  '#N/A': 'notAvailable',
  '#DIV/0!': 'divisionByZero',
  '#NUM!': 'invalidNumber',
  '#NULL!': 'nullReference',
};

const kindOf = (failure: Failure): keyof typeof CustomFunctions.ErrorCode =>
  ('cellError' in failure ? passedOn[failure.cellError ?? ''] : undefined) ?? kinds[failure.code];

/** The most characters that fit on Excel's error card. */
const maxText = 500;

const bounded = (text: string): string => (text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`);

/**
 * The error that a cell shows for a failure: `#VALUE!` for mistakes in the formula, `#N/A` for data that is unavailable
 * now, each with the message and the advice. An argument's own error is passed on, or becomes `#VALUE!` if functions
 * can't return it, as with `#REF!`. Excel keeps the text of a `CustomFunctions.Error` only.
 *
 * @param error a FailureError; any other error is reported to the console
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-errors | Handle and return errors}
 */
export const cellErrorOf = (error: unknown): CustomFunctions.Error => {
  const failure = reportFailure(error);
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[kindOf(failure)], bounded(textOf(failure)));
};

/**
 * Runs the calculation of a cell.
 * @throws {CustomFunctions.Error} the cell's error, for any failure: see {@link cellErrorOf}
 */
export const inCell = async <T>(calculate: () => Promise<T>): Promise<T> => {
  try {
    return await calculate();
  } catch (error) {
    // Excel requires its own class, which doesn't extend Error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw cellErrorOf(error);
  }
};
