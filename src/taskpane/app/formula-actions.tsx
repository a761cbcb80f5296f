import { type ComponentType, lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import type { ActionStatusCell } from '../../office/actions/action-status';
import type { Actions } from '../../office/actions/actions';
import type { ActionButtonsProps } from '../features/actions/action-buttons';
import type { ActionNoticeProps } from '../features/actions/action-notice';

interface ActionViews {
  readonly ActionButtons: ComponentType<ActionButtonsProps>;
  readonly ActionNotice: ComponentType<ActionNoticeProps>;
}

/** Actions on formulas, what the latest came to, and how that is shown. */
export interface PaneActions extends Pick<Actions, 'act'>, ActionViews {
  readonly status: ActionStatusCell;
}

/** The views of actions, which are loaded when they are first shown. */
export const actionViews = (load: () => Promise<ActionViews>): ActionViews => ({
  ActionButtons: lazy(async () => ({ default: (await load()).ActionButtons })),
  ActionNotice: lazy(async () => ({ default: (await load()).ActionNotice })),
});

/** What the latest action came to; read out when it appears. */
export const FormulaActionNotice = ({
  actions: { status, ActionNotice },
  onGoTo,
}: {
  readonly actions: PaneActions;
  readonly onGoTo: (address: string) => void;
}): ReactNode => {
  const latest = useSyncExternalStore(status.subscribe, status.get);
  return (
    <div aria-live="polite">
      {latest.kind === 'none' ? null : (
        <Suspense>
          <ActionNotice status={latest} onGoTo={onGoTo} onDismiss={() => status.set({ kind: 'none' })} />
        </Suspense>
      )}
    </div>
  );
};
