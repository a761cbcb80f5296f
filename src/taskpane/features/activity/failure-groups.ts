import { type Failure, type FailureCode, textOf } from '../../../core/domain/failure';
import type { FailedCell } from '../../../office/cells/failed-cells';

/** Cells that failed for one and the same reason. */
export interface FailureGroup {
  readonly addresses: readonly string[];
  readonly failure: Failure;
  readonly text: string;
}

/** Whether it was canceled, which isn't a failure. */
export const isCancelled = ({ failure }: Pick<FailedCell, 'failure'>): boolean => failure.code === 'cancelled';

/** Amazon's ids of requests differ from cell to cell. */
const causeOf = ({ code, message, advice }: Failure): string => [code, message, advice].join('\n');

const withoutRequest = ({ message, advice }: Failure): string => `${message} ${advice}`.trim();

/** One group for each cause, in the order of the latest cell of each; what was cancelled comes last. */
export const failureGroups = (cells: readonly FailedCell[]): readonly FailureGroup[] => {
  const byCause = new Map<string, FailedCell[]>();
  for (const cell of cells) {
    const cause = causeOf(cell.failure);
    byCause.set(cause, [...(byCause.get(cause) ?? []), cell]);
  }
  const groups = [...byCause.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const text = all.length === 1 ? textOf(first.failure) : withoutRequest(first.failure);
    return [{ addresses: all.map(({ address }) => address), failure: first.failure, text }];
  });
  return [...groups.filter((group) => !isCancelled(group)), ...groups.filter(isCancelled)];
};

/** What a person does about a cell that has no answer: edit its formula, or have it ask again. */
type NextStep = 'edit' | 'retry';

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
