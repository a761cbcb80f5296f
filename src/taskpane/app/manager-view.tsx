import { Button } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { type Failure, failureOf } from '../../core/domain/failure';
import type { ManagerProps } from '../features/manager/manager';
import { Notice } from '../ui/message-bar';
import { Spinner } from '../ui/spinner';
import type { LoadedManager } from './manager-entry';

interface ManagerViewProps extends Omit<ManagerProps, 'formulas'> {
  readonly load: () => Promise<LoadedManager>;
}

/** The list of all formulas, which loads when somebody first opens it. */
export const ManagerView = ({ load, ...props }: ManagerViewProps): ReactNode => {
  const [loaded, setLoaded] = useState<LoadedManager>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    load().then(setLoaded, (error: unknown) => setFailure(failureOf(error)));
  }, [load]);
  if (loaded !== undefined) return <loaded.Manager {...props} formulas={loaded.formulas} />;
  return failure === undefined ? (
    <Spinner label="Finding formulas…" role="status" />
  ) : (
    <Notice failure={failure} actions={<Button onClick={props.onClose}>Back</Button>} />
  );
};
