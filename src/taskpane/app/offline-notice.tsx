import type { ReactNode } from 'react';
import { MessageBar, MessageBarBody, MessageBarTitle } from '../ui/message-bar';

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
