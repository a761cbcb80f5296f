import type { ReactNode } from 'react';
import { textOf, type Failure } from '../../core/failure';
import { CellRow } from './cell-row';
import { nextStepOf } from './next-step';

export interface FailedRowProps {
  readonly address: string;
  readonly failure: Failure;
  readonly onGoTo: (address: string) => void;
  readonly onRetry: (addresses: readonly string[]) => void;
}

/** A cell that has no answer, why, and what to do about it. */
export const FailedRow = ({ address, failure, onGoTo, onRetry }: FailedRowProps): ReactNode => {
  const edit = nextStepOf(failure.code) === 'edit';
  return (
    <CellRow
      addresses={[address]}
      text={textOf(failure)}
      action={edit ? 'Edit' : 'Try again'}
      onAction={() => (edit ? onGoTo(address) : onRetry([address]))}
      onGoTo={onGoTo}
    />
  );
};
