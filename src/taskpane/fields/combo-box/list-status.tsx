import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { List } from '../../hooks/use-list';
import { Spinner } from '../../ui/spinner';

export interface ListStatusProps<T> {
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
