import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useSyncExternalStore, type ReactNode } from 'react';
import { textOf } from '../../core/failure';
import type { RefreshStatusCell } from '../../office/refresh-status';
import type { Workbook } from '../../office/workbook';

export interface PaneWorkbook extends Pick<Workbook, 'refresh' | 'retry' | 'enterAgain'> {
  readonly status: RefreshStatusCell;
}

/** Why the latest refresh has touched nothing; read out when it appears. */
export const RefreshNotice = ({ workbook }: { readonly workbook: PaneWorkbook }): ReactNode => {
  const { status, refresh } = workbook;
  const latest = useSyncExternalStore(status.subscribe, status.get);
  return (
    <div aria-live="polite">
      {latest.kind === 'refused' ? (
        <MessageBar layout="multiline" intent="warning">
          <MessageBarBody>
            <MessageBarTitle>Not refreshed. Cells keep their values.</MessageBarTitle> {textOf(latest.failure)}{' '}
            <Button size="small" onClick={() => void refresh()}>
              Refresh again
            </Button>
          </MessageBarBody>
        </MessageBar>
      ) : null}
    </div>
  );
};
