/**
 * Everything that can go wrong with a query, as one tagged union. It is mapped once to a cell's error, once to a
 * message in the pane, and once to HTTP.
 */

/** One thing to fix in what a person wrote. */
export interface Problem {
  /** The argument or option at fault, named as in the function's grammar. */
  readonly argument: string;
  /** What was received, as text. */
  readonly value: string;
  /** What would have been accepted. */
  readonly accepted: string;
  /** All of that in sentences for people, with what they probably meant. Left out if the other members say enough. */
  readonly message?: string;
}

/** Codes of all failures. They are part of the relay's protocol, so they don't change. */
export const failureCodes = [
  'invalid_query',
  'sign_in_required',
  'forbidden',
  'not_found',
  'rejected',
  'throttled',
  'unavailable',
  'bad_answer',
  'deadline_exceeded',
  'too_large',
  'cancelled',
  'internal',
] as const;
export type FailureCode = (typeof failureCodes)[number];

interface FailureTexts {
  /** What happened, in one sentence. */
  readonly message: string;
  /** What to do now, in one sentence. */
  readonly advice: string;
  /** Amazon's ID of the request that failed. */
  readonly requestId?: string;
}

/** What went wrong and what to do about it, told apart by `code`. */
export type Failure =
  | (FailureTexts & {
      readonly code: 'invalid_query';
      readonly problems: readonly Problem[];
      /** The Excel error, such as `#N/A`, that an argument holds. The formula's own cell then shows the same error. */
      readonly cellError?: string;
    })
  | (FailureTexts & { readonly code: Exclude<FailureCode, 'invalid_query'> });

/**
 * Carries a `Failure` through code that throws. Its message is `code: message`.
 *
 * @example
 * ```ts
 * try {
 *   parseFormula(args, Date.now());
 * } catch (error) {
 *   const { code, message, advice } = failureOf(error);
 * }
 * ```
 */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(`${failure.code}: ${failure.message}`, options);
    this.failure = failure;
  }
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const messageOf = ({ argument, value, accepted, message }: Problem): string => {
  if (message !== undefined) return message;
  return sentence(
    value === '' ? `${argument} is missing: ${accepted}` : `${argument} can't be "${value}": ${accepted}`,
  );
};

/** Problems whose messages say how to fix them need no advice. */
const adviceFor = (problems: readonly Problem[]): string => {
  if (problems.every(({ message }) => message !== undefined)) return '';
  return problems.length > 1 ? 'Fix these arguments.' : 'Fix this argument.';
};

/** The `invalid_query` failure that lists everything wrong with a query. Its message says each thing once. */
export const invalidQuery = (problems: readonly Problem[]): Failure => ({
  code: 'invalid_query',
  message: [...new Set(problems.map(messageOf))].join(' '),
  advice: adviceFor(problems),
  problems,
});

/** The failure that a thrown value carries. A value that isn't a `FailureError` becomes `internal`. */
export const failureOf = (error: unknown): Failure =>
  error instanceof FailureError
    ? error.failure
    : {
        code: 'internal',
        message: 'Something went wrong in the add-in itself.',
        advice: 'Try again. If it keeps happening, contact your administrator.',
      };

/** Message, advice and Amazon's request ID as the one text that a cell or a toast shows. */
export const textOf = ({ message, advice, requestId }: Failure): string =>
  [message, advice, requestId === undefined ? '' : `(Amazon request ${requestId})`].filter(Boolean).join(' ');
