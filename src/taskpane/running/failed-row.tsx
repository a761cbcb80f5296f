import { Button, Caption1, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { ReactNode } from 'react';
import { textOf, type Failure } from '../../core/failure';
import { nextStepOf } from './next-step';

export interface FailedRowProps {
  readonly address: string;
  readonly failure: Failure;
  readonly onGoTo: () => void;
  readonly onRetry: () => void;
}

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: '16px', lineHeight: 1.25, color: tokens.colorStatusWarningForeground3 },
  body: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** A cell that has no answer, why, and what to do about it. */
export const FailedRow = ({ address, failure, onGoTo, onRetry }: FailedRowProps): ReactNode => {
  const styles = useStyles();
  const mend = nextStepOf(failure.code) === 'mend';
  return (
    <li className={styles.row}>
      <span className={styles.icon}>
        <WarningRegular aria-hidden />
      </span>
      <div className={styles.body}>
        <Text weight="semibold">
          <Link as="button" type="button" onClick={onGoTo}>
            {address}
          </Link>
        </Text>
        <Caption1 className={styles.quiet}>{textOf(failure)}</Caption1>
        <Button
          size="small"
          aria-label={`${mend ? 'Edit' : 'Try again'}: ${address}`}
          onClick={mend ? onGoTo : onRetry}
        >
          {mend ? 'Edit' : 'Try again'}
        </Button>
      </div>
    </li>
  );
};
