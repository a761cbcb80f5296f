/** Errors of Excel's among the arguments of a call: its own functions pass them on, and so do ours. */
import { errorsIn } from './cell-input';
import { FailureError } from '../domain/failure';

/** `metric is #N/A`, or of several cells `metric contains #N/A`. */
const told = (argument: string, value: unknown, error: string): string => {
  const cells: readonly unknown[] = Array.isArray(value) ? value.flat(2) : [value];
  return `${argument} ${cells.length > 1 ? 'contains' : 'is'} ${error}`;
};

/**
 * Throws a FailureError `invalid_query` with the first error, in the order of the arguments, where one of them holds an
 * error; it names each such argument. Nothing else is checked then: what the other arguments mean may depend on them.
 */
export const passErrors = (args: object): void => {
  const found = Object.entries(args).flatMap(([argument, value]: [string, unknown]) => {
    const [error] = errorsIn(value);
    return error === undefined ? [] : [{ argument, value, error }];
  });
  const [first] = found;
  if (first === undefined) return;
  throw new FailureError({
    code: 'invalid_query',
    message: `${found.map(({ argument, value, error }) => told(argument, value, error)).join('; ')}.`,
    advice: `Fix the cells that ${found.length > 1 ? 'these arguments refer' : 'this argument refers'} to.`,
    problems: found.map(({ argument, error }) => ({ argument, value: error, accepted: 'a value without errors' })),
    cellError: first.error,
  });
};
