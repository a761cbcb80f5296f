import {
  Button,
  Link,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
} from '@fluentui/react-components';
import { EyeRegular } from '@fluentui/react-icons/svg/eye';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { Failure } from '../../core/failure';
import { Disclosure } from '../form/disclosure';
import { CodeEntry } from './code-entry';
import { amazonApps } from './links';
import { Notice } from './notice';
import { Screen } from './screen';

export interface WelcomeProps {
  /** Why nobody is signed in any more, or why the last attempt failed. */
  readonly reason?: Failure | undefined;
  /** Somebody has just signed out. */
  readonly left: boolean;
  readonly onSignIn: () => void;
  readonly onRetry: () => void;
  readonly onCode: (code: string) => Promise<void>;
}

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  item: { display: 'grid', gridTemplateColumns: '20px 1fr', columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: '20px', color: tokens.colorBrandForeground1 },
  more: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
});

const Item = ({ icon, children }: { icon: ReactElement; children: ReactNode }): ReactNode => {
  const styles = useStyles();
  return (
    <li className={styles.item}>
      <span className={styles.icon}>{icon}</span>
      <Text>{children}</Text>
    </li>
  );
};

const SignedOut = (): ReactNode => (
  <div role="status">
    <MessageBar layout="multiline" intent="success">
      <MessageBarBody>
        <MessageBarTitle>You are signed out.</MessageBarTitle> The server of this add-in has forgotten your Amazon
        tokens. Amazon lists the add-in until you remove it there:{' '}
        <Link inline href={amazonApps.href} target="_blank" rel="noreferrer">
          {amazonApps.label}
        </Link>
        .
      </MessageBarBody>
    </MessageBar>
  </div>
);

/** The session may well hold: asking again beats signing in anew. */
const worthRetrying = ({ reason, left }: WelcomeProps): boolean =>
  !left && (reason?.code === 'unavailable' || reason?.code === 'deadline_exceeded');

/** What people see before they sign in: what it is, what will be asked of them, and one button. */
export const Welcome = (props: WelcomeProps): ReactNode => {
  const { reason, left, onSignIn, onRetry, onCode } = props;
  const retry = worthRetrying(props);
  const styles = useStyles();
  const [codeOpen, setCodeOpen] = useState(false);
  return (
    <Screen heading="Alexa skill metrics in your cells">
      {reason === undefined ? null : <Notice failure={reason} />}
      {left && reason === undefined ? <SignedOut /> : null}
      <Text>
        Choose a skill, metrics and dates. You get a formula that fetches every value from Amazon, fills the cells below
        it, and refreshes with your workbook.
      </Text>
      {retry ? (
        <Button size="large" appearance="primary" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
      <Button size="large" appearance={retry ? 'secondary' : 'primary'} onClick={onSignIn}>
        Sign in with Amazon
      </Button>
      <ul className={styles.list}>
        <Item icon={<PersonRegular />}>
          Amazon opens its own window and asks you to allow access. Your password stays there.
        </Item>
        <Item icon={<EyeRegular />}>
          The add-in can see your name, e-mail, skills and their metrics. It can change nothing.
        </Item>
        <Item icon={<LockClosedRegular />}>Keys stay on the add-in’s server, never in the workbook.</Item>
      </ul>
      {reason === undefined ? null : (
        <div className={styles.more}>
          <Disclosure label="Enter a code from the window" open={codeOpen} onToggle={setCodeOpen}>
            <CodeEntry onCode={onCode} />
          </Disclosure>
        </div>
      )}
    </Screen>
  );
};
