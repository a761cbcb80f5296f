import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import type { RunningQuery } from '../../../office/queries/metrics-query';
import { metricLabel } from '../../model/labels';
import { ProgressLine } from '../../ui/progress-line';
import { CellLinks } from './cell-row';

export interface RunningRowProps {
  readonly running: RunningQuery;
  readonly onGoTo: (address: string) => void;
}

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', columnGap: tokens.spacingHorizontalS },
  body: { display: 'grid', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
});

/** A query that runs: for which cells, how far, and the way to call it off. */
export const RunningRow = ({ running, onGoTo }: RunningRowProps): ReactNode => {
  const styles = useStyles();
  const { query, addresses, progress } = running;
  const name = query.metrics.map(metricLabel).join(', ');
  return (
    <li className={styles.row}>
      <div className={styles.body}>
        <Text>
          {name} · <CellLinks addresses={addresses} onGoTo={onGoTo} />
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
