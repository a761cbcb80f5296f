import { Button } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Failure } from '../../../core/domain/failure';
import { splitAddress } from '../../../core/formula/cell-address';
import { HelpLink } from '../../ui/help-link';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';
import { isCancelled, nextStepOf } from './cell-groups';

/** The selected cell, and why it has no answer. */
export interface FailedSelection {
  readonly address: string;
  readonly failure: Failure;
}

export interface CellNoticeProps {
  readonly selection: FailedSelection | undefined;
  readonly onRetry: (addresses: readonly string[]) => void;
}

const Content = ({ address, failure, onRetry }: FailedSelection & Pick<CellNoticeProps, 'onRetry'>): ReactNode => {
  const { code, message, advice, requestId } = failure;
  return (
    <MessageBar intent={isCancelled({ failure }) ? 'info' : 'warning'}>
      <MessageBarBody>
        <MessageBarTitle>
          {splitAddress(address)[1]}: {message}
        </MessageBarTitle>{' '}
        {advice}
        {requestId === undefined ? '' : ` (Amazon request ${requestId})`}
      </MessageBarBody>
      <MessageBarActions containerAction={<HelpLink topic="errors" />}>
        {nextStepOf(code) === 'retry' ? (
          <Button size="small" onClick={() => onRetry([address])}>
            Try again
          </Button>
        ) : undefined}
      </MessageBarActions>
    </MessageBar>
  );
};

/** Why the selected cell has no answer, and the next step; comes into sight and is read out when it appears. */
export const CellNotice = ({ selection, onRetry }: CellNoticeProps): ReactNode => {
  const root = useRef<HTMLDivElement>(null);
  const [address, failure] = [selection?.address, selection?.failure];
  useEffect(() => {
    if (address !== undefined && failure !== undefined) root.current?.scrollIntoView({ block: 'nearest' });
  }, [address, failure]);
  return (
    <div ref={root} role="status">
      {selection === undefined ? null : <Content {...selection} onRetry={onRetry} />}
    </div>
  );
};
