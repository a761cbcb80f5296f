import type { FailureCode } from '../../../core/domain/failure';

/** What a person does about a cell that has no answer: edit its formula, or have it ask again. */
export type NextStep = 'edit' | 'retry';

const steps: Readonly<Record<FailureCode, NextStep>> = {
  invalid_query: 'edit',
  rejected: 'edit',
  too_large: 'edit',
  not_found: 'edit',
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
