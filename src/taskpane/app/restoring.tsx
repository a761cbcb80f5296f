import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { PaneHeader } from '../ui/pane-header';
import { Spinner } from '../ui/spinner';

const useStyles = makeStyles({
  root: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}` },
  spinner: { flexDirection: 'column', paddingTop: tokens.spacingVerticalXXXL },
});

/** While the relay is asked who is signed in. */
export const Restoring = (): ReactNode => {
  const styles = useStyles();
  return (
    <main className={styles.root}>
      <PaneHeader heading="Skill metrics" topic="start" />
      <Spinner className={styles.spinner} label="Getting ready…" role="status" />
    </main>
  );
};
