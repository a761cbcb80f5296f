import { Button, Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Note } from './note';
import type { List } from './use-list';

export interface ListStatusProps<T> {
  readonly list: List<T>;
  readonly onRetry: () => void;
  /** While it loads. */
  readonly loading: string;
  /** What goes on all the same where it failed. */
  readonly otherwise: string;
  /** What to say of a list that has come. */
  readonly children?: ReactNode;
}

const Words = <T,>({ list, onRetry, loading, otherwise, children }: ListStatusProps<T>): ReactNode => {
  switch (list.kind) {
    case 'idle':
    case 'ready':
      return children;
    case 'loading':
      return <Spinner size="extra-tiny" label={loading} />;
    case 'failed':
      return (
        <>
          <span>
            {list.failure.message} {list.failure.advice} {otherwise}
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
    <Words {...props} />
  </Note>
);
