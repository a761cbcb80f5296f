import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';

/** While the computer has no network. */
export const OfflineNotice = ({ online }: { online: boolean }): ReactNode => (
  <div aria-live="polite">
    {online ? null : (
      <MessageBar layout="multiline" intent="warning">
        <MessageBarBody>
          <MessageBarTitle>You are offline.</MessageBarTitle> Cells keep their values. Connect again to ask for new
          ones.
        </MessageBarBody>
      </MessageBar>
    )}
  </div>
);
