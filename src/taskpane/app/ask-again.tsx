import { Button, Caption1 } from '@fluentui/react-components';
import type { ReactNode } from 'react';

/** Has everything asked again: a refresh leaves alone what Amazon no longer corrects as a rule. */
export const AskAgain = ({ onAskAgain }: { readonly onAskAgain: () => void }): ReactNode => (
  <>
    <Button size="small" onClick={onAskAgain}>
      Ask everything again
    </Button>
    <Caption1>
      Refresh asks Amazon only for what may have changed: the last few days. This asks for all days again.
    </Caption1>
  </>
);
