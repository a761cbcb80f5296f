import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Failure } from '../../core/failure';

/** A failure, or good news, in a box of its own colour; read out when it appears. */
export const Notice = ({ failure, actions }: { failure: Failure; actions?: ReactNode }): ReactNode => (
  <div role="alert">
    <MessageBar layout="multiline" intent={failure.code === 'cancelled' ? 'info' : 'error'}>
      <MessageBarBody>
        <MessageBarTitle>{failure.message}</MessageBarTitle> {failure.advice}
        {failure.requestId === undefined ? '' : ` (Amazon request ${failure.requestId})`}
        {actions}
      </MessageBarBody>
    </MessageBar>
  </div>
);
