import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { type Failure, textOf } from '../../../core/domain/failure';
import type { SigningInState } from '../../../office/relay/session/session';
import { Disclosure } from '../../ui/disclosure';
import { problemProps } from '../../ui/message-bar';
import { Screen } from '../../ui/pane-header';
import { Spinner } from '../../ui/spinner';

interface CodeEntryProps {
  /** What the sign-in window shows beside its code, if it belongs to this pane. */
  readonly words: string | undefined;
  /** Why the last code did not do. */
  readonly problem?: Failure | undefined;
  readonly onCode: (code: string) => Promise<void>;
}

const useCodeStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  code: { fontFamily: tokens.fontFamilyMonospace },
  words: { whiteSpace: 'nowrap' },
  button: { alignSelf: 'flex-start' },
});

/** Takes the short code that the sign-in window shows where it cannot reach the pane by itself. */
const CodeEntry = ({ words, problem, onCode }: CodeEntryProps): ReactNode => {
  const styles = useCodeStyles();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState('');
  const [missing, setMissing] = useState(false);
  const shown = problem === undefined || busy || code !== sent ? undefined : textOf(problem);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setMissing(code.trim() === '');
    if (code.trim() === '' || busy) return;
    setBusy(true);
    setSent(code);
    void onCode(code.trim()).finally(() => setBusy(false));
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {words === undefined ? null : (
        <Text>
          The window must show the words{' '}
          <Text weight="semibold" className={styles.words}>
            {words}
          </Text>
          . If it shows others, cancel and sign in again.
        </Text>
      )}
      <Field
        label="Code from the sign-in window"
        {...problemProps(missing ? 'Enter the code that the window shows.' : shown)}
      >
        <Input
          className={styles.code}
          value={code}
          autoComplete="one-time-code"
          spellCheck={false}
          onChange={(_, { value }) => setCode(value)}
        />
      </Field>
      <Button type="submit" className={styles.button} disabledFocusable={busy}>
        {busy ? 'Checking…' : 'Continue'}
      </Button>
    </form>
  );
};

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
  // Excel may have to ask Microsoft first.
  if (state.words === undefined && !lost)
    return (
      <Screen heading="Starting the sign-in">
        <Text>If Excel asks you to sign in or to allow access, answer there. Amazon’s window opens next.</Text>
        <Spinner label="Starting…" role="status" />
        <div className={styles.buttons}>
          <Button onClick={onCancel}>Cancel</Button>
        </div>
      </Screen>
    );
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
