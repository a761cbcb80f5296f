import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { useId, useState, type ReactNode } from 'react';
import type { Progress } from '../../core/question';
import { Said } from '../views/said';
import { FailedRow } from './failed-row';
import { RunningRow } from './running-row';
import type { Work } from './use-work';

export interface WorkSectionProps {
  readonly work: Work;
  readonly onGoTo: (address: string) => void;
  readonly onRetry: (address: string) => void;
  readonly onForget: (address?: string) => void;
}

const useStyles = makeStyles({
  root: {
    margin: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { width: '100%', justifyContent: 'flex-start', textAlign: 'start', fontWeight: tokens.fontWeightSemibold },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM}`,
    listStyleType: 'none',
    maxHeight: '40vh',
    overflowY: 'auto',
  },
  clear: { justifySelf: 'start', marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

const some = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const totalOf = (all: readonly (Progress | undefined)[]): number => {
  const planned = all.reduce((sum, one) => sum + (one?.windowsPlanned ?? 0), 0);
  const done = all.reduce((sum, one) => sum + (one?.windowsDone ?? 0), 0);
  return planned === 0 ? 0 : Math.floor((100 * done) / planned);
};

/** What goes on, in a line. */
const summaryOf = ({ running, failed }: Work, percent = ''): string =>
  [
    ...(running.length === 0 ? [] : [`${some(running.length, 'question')} running${percent}`]),
    ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
  ].join(' · ');

/** All questions that the workbook's cells ask just now, and the last that failed. */
export const WorkSection = ({ work, onGoTo, onRetry, onForget }: WorkSectionProps): ReactNode => {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { running, failed } = work;
  const summary = summaryOf(work);
  return (
    <>
      <Said>{summary}</Said>
      {summary === '' ? null : (
        <section className={styles.root} aria-label="Work in progress">
          <Button
            className={styles.head}
            appearance="subtle"
            icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
            aria-expanded={open}
            {...(open ? { 'aria-controls': id } : {})}
            onClick={() => setOpen(!open)}
          >
            {summaryOf(work, `, ${totalOf(running.map(({ progress }) => progress))} %`)}
          </Button>
          {open ? (
            <ul id={id} className={styles.list}>
              {running.map((one) => (
                <RunningRow key={one.addresses.join()} running={one} onGoTo={onGoTo} />
              ))}
              {failed.map(({ address, failure }) => (
                <FailedRow
                  key={address}
                  address={address}
                  failure={failure}
                  onGoTo={() => onGoTo(address)}
                  onRetry={() => onRetry(address)}
                />
              ))}
              {failed.length > 0 ? (
                <li className={styles.clear}>
                  <Button size="small" appearance="subtle" onClick={() => onForget()}>
                    Clear this list
                  </Button>
                </li>
              ) : null}
            </ul>
          ) : null}
        </section>
      )}
    </>
  );
};
