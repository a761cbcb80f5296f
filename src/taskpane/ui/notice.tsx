import type { ReactNode } from 'react';
import type { Failure } from '../../core/domain/failure';
import { MessageBar, MessageBarBody, MessageBarTitle } from './message-bar';

const intentOf = ({ code }: Failure): 'info' | 'warning' | 'error' =>
  code === 'cancelled' ? 'info' : code === 'sign_in_required' ? 'warning' : 'error';

/** A failure with its next step; read out when it appears. */
export const Notice = ({ failure, actions }: { failure: Failure; actions?: ReactNode }): ReactNode => (
  <div role="alert">
    <MessageBar intent={intentOf(failure)}>
      <MessageBarBody>
        <MessageBarTitle>{failure.message}</MessageBarTitle> {failure.advice}
        {failure.requestId === undefined ? '' : ` (Amazon request ${failure.requestId})`}
        {actions}
      </MessageBarBody>
    </MessageBar>
  </div>
);
