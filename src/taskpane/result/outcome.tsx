import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import type { Insertion } from '../use-insertion';
import { Notice } from '../views/notice';

const Done = ({ address, onDismiss }: { address: string; onDismiss: () => void }): ReactNode => (
  <MessageBar layout="multiline" intent="success">
    <MessageBarBody>
      <MessageBarTitle>Inserted in {address}.</MessageBarTitle> The values fill the cells from there.
    </MessageBarBody>
    <MessageBarActions
      containerAction={
        <Button appearance="transparent" aria-label="Dismiss" icon={<DismissRegular />} onClick={onDismiss} />
      }
    />
  </MessageBar>
);

/** How the last insertion went, read out as it comes. */
export const Outcome = ({ insertion, onDismiss }: { insertion: Insertion; onDismiss: () => void }): ReactNode => (
  <>
    <div role="status">
      {insertion.kind === 'done' ? <Done address={insertion.address} onDismiss={onDismiss} /> : null}
    </div>
    {insertion.kind === 'failed' ? <Notice failure={insertion.failure} /> : null}
  </>
);
