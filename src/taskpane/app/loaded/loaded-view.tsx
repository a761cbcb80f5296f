import { Button } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { type Failure, failureOf } from '../../../core/domain/failure';
import { Notice } from '../../ui/message-bar';
import { Spinner } from '../../ui/spinner';

interface LoadedViewProps<T> {
  /** Stays the same while the view is shown. */
  readonly load: () => Promise<T>;
  /** While it loads. */
  readonly label: string;
  readonly onClose: () => void;
  readonly children: (loaded: T) => ReactNode;
}

/** A view that takes the place of the form, and loads when somebody first opens it. */
export const LoadedView = <T,>({ load, label, onClose, children }: LoadedViewProps<T>): ReactNode => {
  const [loaded, setLoaded] = useState<{ readonly value: T }>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    load().then(
      (value) => setLoaded({ value }),
      (error: unknown) => setFailure(failureOf(error)),
    );
  }, [load]);
  if (loaded !== undefined) return children(loaded.value);
  return failure === undefined ? (
    <Spinner label={label} role="status" />
  ) : (
    <Notice failure={failure} actions={<Button onClick={onClose}>Back</Button>} />
  );
};
