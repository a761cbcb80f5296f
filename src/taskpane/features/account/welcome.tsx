import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { EyeRegular } from '@fluentui/react-icons/svg/eye';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Failure } from '../../../core/domain/failure';
import { Notice } from '../../ui/message-bar';
import { Screen } from '../../ui/pane-header';
import { AmazonAppsLink, SignedOutNotice } from './account-bar';

const useListStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  item: { display: 'grid', gridTemplateColumns: '20px 1fr', columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: '20px', lineHeight: 1, color: tokens.colorBrandForeground1 },
});

const Item = ({ icon, children }: { icon: ReactElement; children: ReactNode }): ReactNode => {
  const styles = useListStyles();
  return (
    <li className={styles.item}>
      <span className={styles.icon}>{icon}</span>
      <Text>{children}</Text>
    </li>
  );
};

/** What happens on sign-in, what the add-in can see from then on, and where the keys are. */
const WhatIsAllowed = (): ReactNode => (
  <ul className={useListStyles().list}>
    <Item icon={<PersonRegular />}>
      Amazon opens its own window and asks you to allow access. Your password stays there.
    </Item>
    <Item icon={<EyeRegular />}>
      The add-in can see your name, email address, skills, and their metrics. It can change nothing.
    </Item>
    <Item icon={<LockClosedRegular />}>Keys stay on the add-in’s server, never in the workbook.</Item>
  </ul>
);

export interface WelcomeProps {
  /** Why the session ended, or why the last sign-in failed. */
  readonly reason?: Failure | undefined;
  /** The person has just signed out. */
  readonly left: boolean;
  readonly onSignIn: () => void;
  readonly onRetry: () => Promise<void>;
}

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
});

/** The session may well hold: asking again beats signing in anew. */
const worthRetrying = ({ reason, left }: WelcomeProps): boolean =>
  !left && (reason?.code === 'unavailable' || reason?.code === 'deadline_exceeded');

/** The relay's own words are meant for cells. */
const ended: Failure = {
  code: 'sign_in_required',
  message: 'Your sign-in has ended.',
  advice: 'Sign in again: the form and your cells are as you left them.',
};

const News = ({ reason, left }: WelcomeProps): ReactNode => {
  if (reason !== undefined)
    return (
      <Notice
        failure={reason.code === 'sign_in_required' ? ended : reason}
        actions={left ? <AmazonAppsLink /> : null}
      />
    );
  return left ? <SignedOutNotice /> : null;
};

const Retry = ({ onRetry }: { onRetry: () => Promise<void> }): ReactNode => {
  const [busy, setBusy] = useState(false);
  const retry = (): void => {
    setBusy(true);
    void onRetry().finally(() => setBusy(false));
  };
  return (
    <Button size="large" appearance="primary" disabledFocusable={busy} onClick={retry}>
      {busy ? 'Trying…' : 'Try again'}
    </Button>
  );
};

/** What people see before they sign in: what it is, what will be asked of them, and one button. */
export const Welcome = (props: WelcomeProps): ReactNode => {
  const styles = useStyles();
  const retry = worthRetrying(props);
  return (
    <Screen heading="Alexa skill metrics in your cells">
      <News {...props} />
      <Text>
        Choose a skill, metrics, and dates. You get a formula that fetches every value from Amazon, fills the cells
        below it, and refreshes with your workbook.
      </Text>
      <div className={styles.stack}>
        {retry ? <Retry onRetry={props.onRetry} /> : null}
        <Button size="large" appearance={retry ? 'secondary' : 'primary'} onClick={props.onSignIn}>
          Sign in with Amazon
        </Button>
      </div>
      {retry ? null : <WhatIsAllowed />}
    </Screen>
  );
};
