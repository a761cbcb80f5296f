import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import { ProgressLine } from '../running/progress-line';
import type { Inserter, Insertion } from '../use-insertion';
import { Notice } from '../views/notice';
import { PlaceNotice } from './place-notice';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../views/message-bar';

type DoneInsertion = Extract<Insertion, { kind: 'done' }>;

const whatFollows = ({ mode, updated }: DoneInsertion): string => {
  if (mode === 'values') return 'These values stay as they are.';
  if (mode === 'chart') return 'The chart appears once the values are there.';
  return updated ? 'The new values follow.' : 'The values fill the cells from there.';
};

const Done = ({ done, onDismiss }: { done: DoneInsertion; onDismiss: () => void }): ReactNode => (
  <MessageBar intent="success">
    <MessageBarBody>
      <MessageBarTitle>
        {done.updated ? 'Updated' : 'Inserted in'} {done.address}.
      </MessageBarTitle>{' '}
      {whatFollows(done)}
    </MessageBarBody>
    <MessageBarActions
      containerAction={
        <Button appearance="transparent" aria-label="Dismiss" icon={<DismissRegular />} onClick={onDismiss} />
      }
    />
  </MessageBar>
);

/** How the last insertion went, read out as it comes. */
export const Outcome = ({ inserter }: { inserter: Inserter }): ReactNode => {
  const { insertion, insertAt, forget } = inserter;
  return (
    <>
      <div role="status">{insertion.kind === 'done' ? <Done done={insertion} onDismiss={forget} /> : null}</div>
      {insertion.kind === 'busy' && insertion.progress !== undefined ? (
        <ProgressLine progress={insertion.progress} label="Values fetched" />
      ) : null}
      {insertion.kind === 'blocked' ? (
        <PlaceNotice
          order={insertion.order}
          place={insertion.place}
          onInsertAt={(address) => insertAt(insertion.order, address)}
          onDismiss={forget}
        />
      ) : null}
      {insertion.kind === 'failed' ? <Notice failure={insertion.failure} /> : null}
    </>
  );
};
