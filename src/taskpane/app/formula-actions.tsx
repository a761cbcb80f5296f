import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import type { ActionStatusCell } from '../../office/actions/action-status';
import type { Actions } from '../../office/actions/actions';

/** Actions on formulas, and what the latest came to. */
export interface PaneActions extends Actions {
  readonly status: ActionStatusCell;
}

const ActionNotice = lazy(async () => {
  const { ActionNotice } = await import('../features/actions/action-notice');
  return { default: ActionNotice };
});

const ActionButtons = lazy(async () => {
  const { ActionButtons } = await import('../features/actions/action-buttons');
  return { default: ActionButtons };
});

interface FormulaActionsProps {
  readonly actions: PaneActions;
}

/** What the latest action came to; read out when it appears. */
export const FormulaActionNotice = ({
  actions: { status },
  onGoTo,
}: FormulaActionsProps & { readonly onGoTo: (address: string) => void }): ReactNode => {
  const latest = useSyncExternalStore(status.subscribe, status.get);
  return (
    <div aria-live="polite">
      {latest.kind === 'none' ? null : (
        <Suspense fallback={null}>
          <ActionNotice status={latest} onGoTo={onGoTo} onDismiss={() => status.set({ kind: 'none' })} />
        </Suspense>
      )}
    </div>
  );
};

/** The actions on all formulas of the workbook. */
export const FormulaActionButtons = ({ actions }: FormulaActionsProps): ReactNode => (
  <Suspense fallback={null}>
    <ActionButtons onAct={(...action) => void actions.act(...action)} />
  </Suspense>
);
