import { Button, Caption1, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PersonCircleRegular } from '@fluentui/react-icons/svg/person-circle';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import { type ReactNode, useId, useState } from 'react';
import type { Account } from '../../../core/protocol/stream';
import { MessageBar, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';

/** Where Amazon lists the apps that a person has connected by Login with Amazon, and lets them be removed. */
export const AmazonAppsLink = (): ReactNode => (
  <Link inline href="https://www.amazon.com/ap/adam" target="_blank" rel="noreferrer">
    Login with Amazon: Manage apps
  </Link>
);

/** What signing out has done, and what only Amazon can do. */
export const SignedOutNotice = (): ReactNode => (
  <div role="status">
    <MessageBar intent="success">
      <MessageBarBody>
        <MessageBarTitle>You're signed out.</MessageBarTitle> The add-in’s server forgets your Amazon tokens once no
        device of yours is signed in. Amazon goes on listing the add-in until you remove it there: <AmazonAppsLink />.
      </MessageBarBody>
    </MessageBar>
  </div>
);

export interface AccountBarProps {
  readonly account: Account;
  /** The row in which its button stands. */
  readonly row: (button: ReactNode) => ReactNode;
  /** Signing out is under way. */
  readonly leaving: boolean;
  readonly onSignOut: () => void;
  /** What the workbook does by itself. */
  readonly choices: ReactNode;
}

const useStyles = makeStyles({
  header: {
    backgroundColor: tokens.colorNeutralBackground1,
    // In sight however far the form is scrolled; a pane that shows little has no room for that.
    '@media (min-height: 600px)': { position: 'sticky', top: 0, zIndex: 2 },
  },
  bar: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalL}`,
  },
  card: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    justifyItems: 'start',
    margin: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  who: { display: 'grid', overflowWrap: 'anywhere' },
});

interface CardProps extends AccountBarProps {
  readonly id: string;
  readonly name: string;
}

const Card = ({ id, name, account, leaving, onSignOut, choices }: CardProps): ReactNode => {
  const styles = useStyles();
  return (
    <section id={id} className={styles.card} aria-label="Account">
      <div className={styles.who}>
        <Text weight="semibold">{name}</Text>
        {account.email === undefined || account.email === name ? null : <Caption1>{account.email}</Caption1>}
      </div>
      <Button size="small" icon={<SignOutRegular />} disabledFocusable={leaving} onClick={onSignOut}>
        {leaving ? 'Signing out…' : 'Sign out'}
      </Button>
      <Caption1>
        Signing out on your last device has the add-in’s server forget your Amazon tokens. Apps that you allowed:{' '}
        <AmazonAppsLink />
      </Caption1>
      {choices}
    </section>
  );
};

/** The row at the top with who is signed in, and the way out. */
export const AccountBar = (props: AccountBarProps): ReactNode => {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  const name = props.account.name ?? props.account.email ?? 'Signed in';
  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        {props.row(
          <Button
            appearance="subtle"
            size="small"
            icon={<PersonCircleRegular />}
            aria-label={`Account: ${name}`}
            aria-expanded={open}
            {...(open ? { 'aria-controls': id } : { title: name })}
            onClick={() => setOpen(!open)}
          />,
        )}
      </div>
      {open ? <Card {...props} id={id} name={name} /> : null}
    </header>
  );
};
