import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Progress } from '../../core/query/query';

const counted = new Intl.NumberFormat('en');

const some = (count: number, one: string): string => `${counted.format(count)} ${one}${count === 1 ? '' : 's'}`;

/** How far an answer has come, in words. */
export const progressText = (progress: Progress | undefined): string => {
  if (progress === undefined) return 'Asking Amazon…';
  const { windowsDone, windowsPlanned, pages, points } = progress;
  return `${counted.format(windowsDone)} of ${some(windowsPlanned, 'window')} · ${some(pages, 'page')} · ${some(points, 'point')}`;
};

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  bar: {
    width: '100%',
    height: '4px',
    border: 'none',
    borderRadius: tokens.borderRadiusCircular,
    overflow: 'hidden',
    appearance: 'none',
    backgroundColor: tokens.colorNeutralBackground6,
    '::-webkit-progress-bar': { backgroundColor: tokens.colorNeutralBackground6 },
    '::-webkit-progress-value': {
      backgroundColor: tokens.colorCompoundBrandBackground,
      transitionProperty: 'inline-size',
      transitionDuration: tokens.durationNormal,
    },
    '::-moz-progress-bar': { backgroundColor: tokens.colorCompoundBrandBackground },
    '@media (forced-colors: active)': { appearance: 'auto', height: '10px' },
  },
  words: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** How far an answer has come: a bar, and what it has cost so far. */
export const ProgressLine = ({ progress, label }: { progress: Progress | undefined; label: string }): ReactNode => {
  const styles = useStyles();
  const { windowsDone, windowsPlanned } = progress ?? { windowsDone: 0, windowsPlanned: 0 };
  return (
    <div className={styles.root}>
      <progress
        className={styles.bar}
        aria-label={label}
        max={Math.max(1, windowsPlanned)}
        value={windowsPlanned === 0 ? 0 : windowsDone}
      />
      <Caption1 className={styles.words}>{progressText(progress)}</Caption1>
    </div>
  );
};
