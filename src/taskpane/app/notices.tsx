import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useSyncExternalStore } from 'react';
import { textOf } from '../../core/domain/failure';
import type { RefreshStatusCell } from '../../office/refresh/refresh-status';
import type { Workbook } from '../../office/refresh/workbook';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../ui/message-bar';

/** While the computer has no network. */
export const OfflineNotice = ({ online }: { online: boolean }): ReactNode => (
  <div aria-live="polite">
    {online ? null : (
      <MessageBar intent="warning">
        <MessageBarBody>
          <MessageBarTitle>You're offline.</MessageBarTitle> Cells keep their values. Connect again to ask for new ones.
        </MessageBarBody>
      </MessageBar>
    )}
  </div>
);

/** While Excel waits for the end of typing in a cell, and the add-in with it. */
export const TypingNotice = ({ waiting }: { waiting: boolean }): ReactNode => (
  <div aria-live="polite">
    {waiting ? (
      <MessageBar intent="info">
        <MessageBarBody>
          <MessageBarTitle>A cell is being edited.</MessageBarTitle> Press Enter or Esc in the sheet. The add-in then
          goes on by itself.
        </MessageBarBody>
      </MessageBar>
    ) : null}
  </div>
);

export interface PaneWorkbook extends Pick<Workbook, 'refresh' | 'cancelRefresh' | 'retry' | 'enterAgain'> {
  readonly status: RefreshStatusCell;
}

/** Why the latest refresh has touched nothing; read out when it appears. */
export const RefreshNotice = ({ workbook }: { readonly workbook: PaneWorkbook }): ReactNode => {
  const { status, refresh } = workbook;
  const latest = useSyncExternalStore(status.subscribe, status.get);
  const dismiss = (
    <Button
      appearance="transparent"
      aria-label="Dismiss"
      icon={<DismissRegular />}
      onClick={() => status.set({ kind: 'none' })}
    />
  );
  return (
    <div aria-live="polite">
      {latest.kind === 'refused' ? (
        <MessageBar intent="warning">
          <MessageBarBody>
            <MessageBarTitle>Not refreshed. Cells keep their values.</MessageBarTitle> {textOf(latest.failure)}
          </MessageBarBody>
          <MessageBarActions containerAction={dismiss}>
            {/* If you have to sign in, the pane shows how below. */}
            {latest.failure.code === 'sign_in_required' ? null : (
              <Button size="small" onClick={() => void refresh(latest.scope)}>
                Refresh again
              </Button>
            )}
          </MessageBarActions>
        </MessageBar>
      ) : null}
    </div>
  );
};
