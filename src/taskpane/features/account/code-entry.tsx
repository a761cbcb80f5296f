import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { textOf, type Failure } from '../../../core/domain/failure';
import { problemProps } from '../../ui/problem-props';

export interface CodeEntryProps {
  /** What the sign-in window shows beside its code, if it belongs to this pane. */
  readonly words: string | undefined;
  /** Why the last code did not do. */
  readonly problem?: Failure | undefined;
  readonly onCode: (code: string) => Promise<void>;
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  code: { fontFamily: tokens.fontFamilyMonospace },
  words: { whiteSpace: 'nowrap' },
  button: { alignSelf: 'flex-start' },
});

/** Takes the short code that the sign-in window shows where it cannot reach the pane by itself. */
export const CodeEntry = ({ words, problem, onCode }: CodeEntryProps): ReactNode => {
  const styles = useStyles();
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
