import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Title } from './title';

const useStyles = makeStyles({
  root: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}` },
  spinner: { paddingTop: tokens.spacingVerticalXXXL },
});

/** While the relay is asked who is signed in. */
export const Restoring = (): ReactNode => {
  const styles = useStyles();
  return (
    <main className={styles.root}>
      <Title />
      <Spinner className={styles.spinner} size="small" labelPosition="below" label="Getting ready…" role="status" />
    </main>
  );
};
