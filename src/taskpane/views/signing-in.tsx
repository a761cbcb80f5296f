import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { Failure } from '../../core/failure';
import { Disclosure } from '../form/disclosure';
import { CodeEntry } from './code-entry';
import { Screen } from './screen';

export interface SigningInProps {
  /** Why a typed code did not do. */
  readonly problem?: Failure | undefined;
  readonly onCancel: () => void;
  readonly onCode: (code: string) => Promise<void>;
}

const useStyles = makeStyles({
  spinner: { justifyContent: 'flex-start' },
  cancel: { alignSelf: 'flex-start' },
  code: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
});

/** While the sign-in window is open. */
export const SigningIn = ({ problem, onCancel, onCode }: SigningInProps): ReactNode => {
  const styles = useStyles();
  const [codeOpen, setCodeOpen] = useState(false);
  return (
    <Screen heading="Continue in the window from Amazon">
      <Text>Sign in there and allow access. This pane goes on by itself.</Text>
      <Spinner className={styles.spinner} size="tiny" label="Waiting for Amazon…" role="status" />
      <Button className={styles.cancel} onClick={onCancel}>
        Cancel
      </Button>
      <div className={styles.code}>
        <Disclosure label="Enter a code instead" open={codeOpen} onToggle={setCodeOpen}>
          <CodeEntry problem={problem} onCode={onCode} />
        </Disclosure>
      </div>
    </Screen>
  );
};
