import { Button, Caption1, Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { Fragment, type ReactNode } from 'react';
import type { RunningQuery } from '../../../office/queries/cell-functions';
import { metricLabel } from '../../model/labels';
import { ProgressLine } from '../../ui/progress-line';

interface CellLinksProps {
  readonly addresses: readonly string[];
  readonly onGoTo: (address: string) => void;
}

const mostCells = 3;

/** The first of some cells, to go to, and how many more there are. */
const CellLinks = ({ addresses, onGoTo }: CellLinksProps): ReactNode => {
  const more = addresses.length - mostCells;
  return (
    <>
      {addresses.slice(0, mostCells).map((address, index) => (
        <Fragment key={address}>
          {index === 0 ? '' : ', '}
          <Link as="button" type="button" onClick={() => onGoTo(address)}>
            {address}
          </Link>
        </Fragment>
      ))}
      {more > 0 ? ` and ${more} more` : ''}
    </>
  );
};

interface CellRowProps extends CellLinksProps {
  /** What is the matter with the cells. */
  readonly text: string;
  /** Nothing is wrong with them. */
  readonly quiet?: boolean;
  /** What the button does about it. */
  readonly action: string;
  readonly onAction: () => void;
}

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: '16px', lineHeight: 1.25, color: tokens.colorStatusWarningForeground3 },
  body: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Cells with which something is the matter, what it is, and what to do about it. */
export const CellRow = ({ text, quiet = false, action, onAction, ...cells }: CellRowProps): ReactNode => {
  const styles = useStyles();
  return (
    <li className={styles.row}>
      <span className={mergeClasses(styles.icon, quiet && styles.quiet)}>
        {quiet ? <InfoRegular aria-hidden /> : <WarningRegular aria-hidden />}
      </span>
      <div className={styles.body}>
        <Text weight="semibold">
          <CellLinks {...cells} />
        </Text>
        <Caption1 className={styles.quiet}>{text}</Caption1>
        <Button size="small" aria-label={`${action}: ${cells.addresses[0] ?? ''}`} onClick={onAction}>
          {action}
        </Button>
      </div>
    </li>
  );
};

interface RunningRowProps {
  readonly running: RunningQuery;
  readonly onGoTo: (address: string) => void;
}

const useRunningStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', columnGap: tokens.spacingHorizontalS },
  body: { display: 'grid', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
});

/** A query that runs: for which cells, how far, and the way to call it off. */
export const RunningRow = ({ running, onGoTo }: RunningRowProps): ReactNode => {
  const styles = useRunningStyles();
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
