import { Button, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { List } from '../../hooks/use-list';
import { Spinner } from '../../ui/spinner';

interface ListStatusProps<T> {
  readonly list: List<T>;
  /** While it loads. */
  readonly loading: string;
  /** Left out where a failure is told elsewhere. */
  readonly onRetry?: () => void;
  /** What to say of a list that has come. */
  readonly children?: ReactNode;
}

const QuerySummary = <T,>({ list, loading, onRetry, children }: ListStatusProps<T>): ReactNode => {
  switch (list.kind) {
    case 'idle':
    case 'ready':
      return children;
    case 'loading':
      return <Spinner label={loading} />;
    case 'failed':
      return onRetry === undefined ? null : (
        <>
          <span>
            {list.failure.message} {list.failure.advice} Names can still be typed.
          </span>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </>
      );
  }
};

/** How far a list has come, below its choices. */
export const ListStatus = <T,>(props: ListStatusProps<T>): ReactNode => (
  <Note>
    <QuerySummary {...props} />
  </Note>
);

const useStyles = makeStyles({
  note: {
    display: 'grid',
    justifyItems: 'start',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
    ':empty': { display: 'none' },
  },
});

/** What is said below the choices of a list. Read out as it changes. */
export const Note = ({ children }: { children?: ReactNode }): ReactNode => (
  <div className={useStyles().note} aria-live="polite">
    {children}
  </div>
);

interface TwoLinesProps {
  readonly title: string;
  /** Cuts off what is longer than a line. */
  readonly short?: boolean;
  /** In small print below it. */
  readonly children: ReactNode;
}

const useTwoLinesStyles = makeStyles({
  lines: { display: 'grid', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  small: { color: tokens.colorNeutralForeground3 },
});

/** A choice with a line about it. A name in a language that is written from the right keeps its own direction. */
export const TwoLines = ({ title, short = false, children }: TwoLinesProps): ReactNode => {
  const styles = useTwoLinesStyles();
  return (
    <span className={styles.lines}>
      <span className={styles.line} title={title}>
        <bdi>{title}</bdi>
      </span>
      <Caption1 className={mergeClasses(styles.small, short && styles.line)}>{children}</Caption1>
    </span>
  );
};
