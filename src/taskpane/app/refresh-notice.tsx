import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useSyncExternalStore } from 'react';
import { textOf } from '../../core/domain/failure';
import type { RefreshStatusCell } from '../../office/refresh/refresh-status';
import type { Workbook } from '../../office/refresh/workbook';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../ui/message-bar';

export interface PaneWorkbook extends Pick<Workbook, 'refresh' | 'retry' | 'enterAgain'> {
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
