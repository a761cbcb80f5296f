import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { Fragment, type ReactNode } from 'react';
import type { RunningQuestion } from '../../office/questions';
import { metricLabel } from '../model/wording';
import { ProgressLine } from './progress-line';

export interface RunningRowProps {
  readonly running: RunningQuestion;
  readonly onGoTo: (address: string) => void;
}

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', columnGap: tokens.spacingHorizontalS },
  body: { display: 'grid', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
});

const mostCells = 3;

/** A question that runs: for which cells, how far, and the way to call it off. */
export const RunningRow = ({ running, onGoTo }: RunningRowProps): ReactNode => {
  const styles = useStyles();
  const { question, addresses, progress } = running;
  const name = question.metrics.map(metricLabel).join(', ');
  const more = addresses.length - mostCells;
  return (
    <li className={styles.row}>
      <div className={styles.body}>
        <Text>
          {name} ·{' '}
          {addresses.slice(0, mostCells).map((address, index) => (
            <Fragment key={address}>
              {index === 0 ? '' : ', '}
              <Link as="button" type="button" onClick={() => onGoTo(address)}>
                {address}
              </Link>
            </Fragment>
          ))}
          {more > 0 ? ` and ${more} more` : ''}
        </Text>
        <ProgressLine progress={progress} label={`${name}, ${addresses[0] ?? ''}`} />
      </div>
      <Button
        appearance="subtle"
        size="small"
        icon={<DismissRegular />}
        aria-label={`Cancel ${name}, ${addresses[0] ?? ''}`}
        title="Cancel"
        onClick={() => running.cancel()}
      />
    </li>
  );
};
