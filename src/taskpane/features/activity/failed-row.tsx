import type { ReactNode } from 'react';
import { CellRow } from './cell-row';
import { isCancelled, type FailureGroup } from './failure-groups';
import { nextStepOf } from './next-step';

export interface FailedRowProps {
  readonly group: FailureGroup;
  readonly onGoTo: (address: string) => void;
  readonly onRetry: (addresses: readonly string[]) => void;
}

/** Cells that have no answer, why, and what to do about it. */
export const FailedRow = ({ group, onGoTo, onRetry }: FailedRowProps): ReactNode => {
  const { addresses, failure, text } = group;
  const [first = ''] = addresses;
  const edit = nextStepOf(failure.code) === 'edit';
  return (
    <CellRow
      addresses={addresses}
      text={text}
      quiet={isCancelled(group)}
      action={edit ? 'Edit' : addresses.length > 1 ? 'Try all again' : 'Try again'}
      onAction={() => (edit ? onGoTo(first) : onRetry(addresses))}
      onGoTo={onGoTo}
    />
  );
};
