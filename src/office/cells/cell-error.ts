import { textOf, type Failure } from '../../core/domain/failure';
import { reportFailure } from '../lib/report-failure';

/** The two of Excel's errors that show a message; a person fixes the first in the formula. */
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

/** An argument's errors that a function can give as well. Excel keeps the text of #N/A and #VALUE! only. */
const passedOn: Readonly<Record<string, keyof typeof CustomFunctions.ErrorCode>> = {
  '#N/A': 'notAvailable',
  '#DIV/0!': 'divisionByZero',
  '#NUM!': 'invalidNumber',
  '#NULL!': 'nullReference',
};

const kindOf = (failure: Failure): keyof typeof CustomFunctions.ErrorCode =>
  ('cellError' in failure ? passedOn[failure.cellError ?? ''] : undefined) ?? kinds[failure.code];

/** What still fits into Excel's error card. */
const maxText = 500;

const bounded = (text: string): string => (text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`);

/**
 * Whatever a function failed with, as the error that its cell shows: `#VALUE!` for what can be fixed in the formula,
 * `#N/A` for what is not to be had now, each with message and next step. Only `CustomFunctions.Error` keeps its text. An
 * error that an argument holds stays that error, or is #VALUE! where Excel takes it from no function: #REF!, #NAME? …
 */
export const cellErrorOf = (error: unknown): CustomFunctions.Error => {
  const failure = reportFailure(error);
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[kindOf(failure)], bounded(textOf(failure)));
};

/** Calculates a cell; whatever goes wrong becomes the cell's error. */
export const inCell = async <T>(calculate: () => Promise<T>): Promise<T> => {
  try {
    return await calculate();
  } catch (error) {
    // Excel looks for its own class, which extends nothing.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw cellErrorOf(error);
  }
};
