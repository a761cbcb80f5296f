import { Button, Caption1, Link, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useState } from 'react';
import type { ChangedFormula, RefreshStatus, RefreshSummary } from '../../../office/refresh/refresh-status';
import { Disclosure } from '../../ui/disclosure';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';
import { changeText, progressOf, summaryOf } from './summary-text';

type RunningStatus = Extract<RefreshStatus, { kind: 'running' }>;
type ShownStatus = RunningStatus | Extract<RefreshStatus, { kind: 'refreshed' }>;

export interface RefreshReportProps {
  readonly status: ShownStatus;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
  /** Selects a cell. */
  readonly onGoTo: (address: string) => void;
}

const useStyles = makeStyles({
  root: { margin: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}` },
  bar: { width: '100%', height: '4px', marginTop: tokens.spacingVerticalXS, accentColor: tokens.colorBrandBackground },
  counts: { fontVariantNumeric: 'tabular-nums' },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} 0`,
    listStyleType: 'none',
    maxHeight: '30vh',
    overflowY: 'auto',
  },
  change: { display: 'grid', justifyItems: 'start', overflowWrap: 'anywhere' },
});

const Progress = ({
  status,
  onCancel,
}: { status: RunningStatus } & Pick<RefreshReportProps, 'onCancel'>): ReactNode => {
  const styles = useStyles();
  const { done, total } = status;
  return (
    <MessageBar intent="info">
      <MessageBarBody>
        <MessageBarTitle>Refreshing.</MessageBarTitle> <span className={styles.counts}>{progressOf(done, total)}</span>
        <progress className={styles.bar} aria-label="Refreshed formulas" max={Math.max(1, total)} value={done} />
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onCancel}>
          Cancel refresh
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
};

interface ChangesProps extends Pick<RefreshReportProps, 'onGoTo'> {
  readonly changes: readonly ChangedFormula[];
}

/** The formulas whose numbers are others now, to go to. */
const Changes = ({ changes, onGoTo }: ChangesProps): ReactNode => {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <Disclosure label={`${changes.length} changed by more than 1 %`} open={open} onToggle={setOpen}>
      <ul className={styles.list} aria-label="Changed formulas">
        {changes.map((change) => (
          <li key={change.address} className={styles.change}>
            <Link as="button" type="button" onClick={() => onGoTo(change.address)}>
              {change.address}
            </Link>
            <Caption1>{changeText(change)}</Caption1>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
};

const intentOf = ({ kept, failed, cancelled, total }: RefreshSummary): 'success' | 'warning' | 'info' =>
  kept + failed > 0 ? 'warning' : cancelled || total === 0 ? 'info' : 'success';

const Summary = (props: Omit<RefreshReportProps, 'onCancel' | 'status'> & { summary: RefreshSummary }): ReactNode => {
  const styles = useStyles();
  const { summary, onDismiss, onGoTo } = props;
  return (
    <MessageBar intent={intentOf(summary)}>
      <MessageBarBody>
        <span className={styles.counts}>{summaryOf(summary)}</span>
        {summary.changes.length === 0 ? null : (
          <div>
            <Changes changes={summary.changes} onGoTo={onGoTo} />
          </div>
        )}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button appearance="transparent" aria-label="Dismiss" icon={<DismissRegular />} onClick={onDismiss} />
        }
      />
    </MessageBar>
  );
};

/** How far a refresh is and the way to cancel it; then what it has come to, until that is dismissed. */
export const RefreshReport = ({ status, ...does }: RefreshReportProps): ReactNode => {
  const styles = useStyles();
  return (
    <section className={styles.root} aria-label="Refresh">
      {status.kind === 'running' ? <Progress status={status} {...does} /> : null}
      <div role="status">
        {status.kind === 'refreshed' ? <Summary key={status.at} summary={status} {...does} /> : null}
      </div>
    </section>
  );
};
