import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export interface TwoLinesProps {
  readonly title: string;
  /** In small print below it. */
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  lines: { display: 'grid', minWidth: 0 },
  title: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  small: { color: tokens.colorNeutralForeground3 },
});

/** A choice with a line about it. A name in a language that is written from the right keeps its own direction. */
export const TwoLines = ({ title, children }: TwoLinesProps): ReactNode => {
  const styles = useStyles();
  return (
    <span className={styles.lines}>
      <span className={styles.title} title={title}>
        <bdi>{title}</bdi>
      </span>
      <Caption1 className={styles.small}>{children}</Caption1>
    </span>
  );
};
