import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { SigningInState } from '../../../office/session/session';
import { Disclosure } from '../../ui/disclosure';
import { CodeEntry } from './code-entry';
import { Screen } from '../../ui/screen';
import { Spinner } from '../../ui/spinner';

export interface SigningInProps {
  readonly state: SigningInState;
  readonly onSignIn: () => void;
  readonly onCancel: () => void;
  readonly onCode: (code: string) => Promise<void>;
}

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  code: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
});

/** While the sign-in window is open, or may be. */
export const SigningIn = ({ state, onSignIn, onCancel, onCode }: SigningInProps): ReactNode => {
  const styles = useStyles();
  const lost = state.lost === true;
  const [codeOpen, setCodeOpen] = useState<boolean>();
  return (
    <Screen heading={lost ? 'Excel can’t see the sign-in window' : 'Continue in the window from Amazon'}>
      <Text>
        {lost
          ? 'If the window closed, sign in again. If it is still open, finish there, and enter the code that it offers.'
          : 'Sign in there and allow access. This pane continues automatically.'}
      </Text>
      <Spinner label={lost ? 'Still waiting for the window…' : 'Waiting for Amazon…'} role="status" />
      <div className={styles.buttons}>
        {lost ? (
          <Button appearance="primary" onClick={onSignIn}>
            Sign in with Amazon
          </Button>
        ) : null}
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      <div className={styles.code}>
        <Disclosure label="Enter a code instead" open={codeOpen ?? lost} onToggle={setCodeOpen}>
          <CodeEntry words={state.words} problem={state.problem} onCode={onCode} />
        </Disclosure>
      </div>
    </Screen>
  );
};
