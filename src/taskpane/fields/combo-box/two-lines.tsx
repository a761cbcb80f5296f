import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export interface TwoLinesProps {
  readonly title: string;
  /** Cuts off what is longer than a line. */
  readonly short?: boolean;
  /** In small print below it. */
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  lines: { display: 'grid', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  small: { color: tokens.colorNeutralForeground3 },
});

/** A choice with a line about it. A name in a language that is written from the right keeps its own direction. */
export const TwoLines = ({ title, short = false, children }: TwoLinesProps): ReactNode => {
  const styles = useStyles();
  return (
    <span className={styles.lines}>
      <span className={styles.line} title={title}>
        <bdi>{title}</bdi>
      </span>
      <Caption1 className={mergeClasses(styles.small, short && styles.line)}>{children}</Caption1>
    </span>
  );
};
