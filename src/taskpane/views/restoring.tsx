import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({ root: { display: 'grid', placeItems: 'center', padding: tokens.spacingVerticalXXXL } });

/** While the relay is asked who is signed in. */
export const Restoring = (): ReactNode => (
  <main className={useStyles().root}>
    <Spinner size="small" label="Getting ready…" role="status" />
  </main>
);
