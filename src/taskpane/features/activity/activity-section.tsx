import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { Instant } from '../../../core/domain/instant';
import type { Progress } from '../../../core/query/query';
import { Disclosure } from '../../ui/disclosure';
import { LiveRegion } from '../../ui/live-region';
import { type FailureGroup, failureGroups, isCancelled, nextStepOf, staleGroups } from './cell-groups';
import { CellRow, RunningRow } from './cell-row';
import type { Activity } from './use-activity';

interface FailedRowProps {
  readonly group: FailureGroup;
  readonly onGoTo: (address: string) => void;
  readonly onRetry: (addresses: readonly string[]) => void;
}

/** Cells that have no answer, why, and what to do about it. */
const FailedRow = ({ group, onGoTo, onRetry }: FailedRowProps): ReactNode => {
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

export interface ActivitySectionProps {
  readonly work: Activity;
  readonly now: Instant;
  readonly onGoTo: (address: string) => void;
  readonly onRetry: (addresses: readonly string[]) => void;
  /** Enters formulas again. */
  readonly onEnter: (addresses: readonly string[]) => void;
  readonly onForget: (address?: string) => void;
}

const useStyles = makeStyles({
  root: {
    margin: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
  },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} 0`,
    listStyleType: 'none',
    maxHeight: '40vh',
    overflowY: 'auto',
  },
  footer: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

const queries = (count: number): string => (count === 1 ? '1 query' : `${count} queries`);

const totalOf = (all: readonly (Progress | undefined)[]): number => {
  const planned = all.reduce((sum, one) => sum + (one?.windowsPlanned ?? 0), 0);
  const done = all.reduce((sum, one) => sum + (one?.windowsDone ?? 0), 0);
  return planned === 0 ? 0 : Math.floor((100 * done) / planned);
};

/** What goes on, in a line. */
const summaryOf = ({ running, stale, silent, failed: all }: Activity, percent = ''): string => {
  const cancelled = all.filter(isCancelled).length;
  const failed = all.length - cancelled;
  return [
    ...(running.length === 0 ? [] : [`${queries(running.length)} running${percent}`]),
    ...(stale.length === 0 ? [] : [`${stale.length} not refreshed`]),
    ...(silent.length === 0 ? [] : [`${silent.length} not calculated`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(cancelled === 0 ? [] : [`${cancelled} cancelled`]),
  ].join(' · ');
};

/** All queries that the workbook's cells ask just now, and what the others did not get. */
export const ActivitySection = ({ work, now, onGoTo, onRetry, onEnter, onForget }: ActivitySectionProps): ReactNode => {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { running, stale, silent, failed } = work;
  const groups = failureGroups(failed);
  const retryable = groups.filter((group) => nextStepOf(group.failure.code) === 'retry' && !isCancelled(group));
  const summary = summaryOf(work);
  return (
    <>
      <LiveRegion>{summary}</LiveRegion>
      {summary === '' ? null : (
        <section className={styles.root} aria-label="Work in progress">
          <Disclosure
            label={summaryOf(work, `, ${totalOf(running.map(({ progress }) => progress))} %`)}
            open={open}
            onToggle={setOpen}
          >
            <ul className={styles.list}>
              {running.map((one) => (
                <RunningRow key={one.addresses.join()} running={one} onGoTo={onGoTo} />
              ))}
              {staleGroups(stale, now).map(({ text, addresses }) => (
                <CellRow
                  key={text}
                  addresses={addresses}
                  text={text}
                  action="Try again"
                  onAction={() => onRetry(addresses)}
                  onGoTo={onGoTo}
                />
              ))}
              {silent.length === 0 ? null : (
                <CellRow
                  addresses={silent}
                  text="Excel didn't recalculate these formulas. Enter them again; you can undo that."
                  action="Enter again"
                  onAction={() => onEnter(silent)}
                  onGoTo={onGoTo}
                />
              )}
              {groups.map((group) => (
                <FailedRow key={group.text} group={group} onGoTo={onGoTo} onRetry={onRetry} />
              ))}
              {failed.length > 0 ? (
                <li className={styles.footer}>
                  {retryable.length > 1 ? (
                    <Button size="small" onClick={() => onRetry(retryable.flatMap(({ addresses }) => addresses))}>
                      Try all again
                    </Button>
                  ) : null}
                  <Button size="small" appearance="subtle" onClick={() => onForget()}>
                    Clear this list
                  </Button>
                </li>
              ) : null}
            </ul>
          </Disclosure>
        </section>
      )}
    </>
  );
};
