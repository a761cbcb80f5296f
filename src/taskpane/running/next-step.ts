import type { FailureCode } from '../../core/failure';

/** What a person does about a cell that has no answer: mend its formula, or have it ask again. */
export type NextStep = 'mend' | 'retry';

const steps: Readonly<Record<FailureCode, NextStep>> = {
  invalid_query: 'mend',
  rejected: 'mend',
  too_large: 'mend',
  not_found: 'mend',
  sign_in_required: 'retry',
  forbidden: 'retry',
  throttled: 'retry',
  unavailable: 'retry',
  bad_answer: 'retry',
  deadline_exceeded: 'retry',
  cancelled: 'retry',
  internal: 'retry',
};

export const nextStepOf = (code: FailureCode): NextStep => steps[code];
