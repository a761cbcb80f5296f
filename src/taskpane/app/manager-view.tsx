import { Button } from '@fluentui/react-components';
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { type Failure, failureOf } from '../../core/domain/failure';
import type { WorkbookFormulas } from '../../office/formulas/workbook-formulas';
import { lazily } from '../../office/lib/async';
import type { ManagerProps } from '../features/manager/manager';
import { Notice } from '../ui/message-bar';
import { Screen } from '../ui/pane-header';
import { Spinner } from '../ui/spinner';

const loadManager = lazily(() => import(/* webpackChunkName: 'manager' */ '../features/manager/manager'));

interface ManagerViewProps extends Omit<ManagerProps, 'formulas'> {
  /** Loads what reads and writes the formulas of the workbook. */
  readonly load: () => Promise<WorkbookFormulas>;
}

type Loaded =
  | { readonly Manager: ComponentType<ManagerProps>; readonly formulas: WorkbookFormulas }
  | { readonly failure: Failure };

/** The list of all formulas, which loads when somebody first opens it. */
export const ManagerView = ({ load, ...props }: ManagerViewProps): ReactNode => {
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    let here = true;
    Promise.all([loadManager(), load()]).then(
      ([{ Manager }, formulas]) => (here ? setLoaded({ Manager, formulas }) : undefined),
      (error: unknown) => (here ? setLoaded({ failure: failureOf(error) }) : undefined),
    );
    return () => {
      here = false;
    };
  }, [load]);
  if (loaded !== undefined && 'Manager' in loaded) return <loaded.Manager {...props} formulas={loaded.formulas} />;
  return (
    <Screen heading="Formulas in this workbook">
      {loaded === undefined ? (
        <Spinner label="Finding formulas…" role="status" />
      ) : (
        <Notice failure={loaded.failure} actions={<Button onClick={props.onClose}>Back</Button>} />
      )}
    </Screen>
  );
};
