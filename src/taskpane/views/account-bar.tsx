import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PersonCircleRegular } from '@fluentui/react-icons/svg/person-circle';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import { useId, useState, type ReactNode } from 'react';
import type { Account } from '../../core/wire';
import { AmazonAppsLink } from './signed-out-notice';

export interface AccountBarProps {
  readonly account: Account;
  readonly heading: ReactNode;
  /** Signing out is under way. */
  readonly leaving: boolean;
  readonly onSignOut: () => void;
  /** Whether the add-in starts with the workbook. */
  readonly startup: ReactNode;
  /** What has everything asked again. */
  readonly askAgain: ReactNode;
}

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  trigger: { minWidth: 0, flexShrink: 1 },
  name: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    // Less than a letter of it would be left.
    '@media (max-width: 190px)': { display: 'none' },
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

const Card = ({ id, name, account, leaving, onSignOut, startup, askAgain }: CardProps): ReactNode => {
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
        Signing out has the add-in’s server forget your Amazon tokens. Apps that you allowed: <AmazonAppsLink />
      </Caption1>
      {askAgain}
      {startup}
    </section>
  );
};

/** The heading, who is signed in, and the way out. */
export const AccountBar = (props: AccountBarProps): ReactNode => {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  const name = props.account.name ?? props.account.email ?? 'Signed in';
  return (
    <header>
      <div className={styles.bar}>
        {props.heading}
        <Button
          className={styles.trigger}
          appearance="subtle"
          size="small"
          icon={<PersonCircleRegular />}
          aria-label={`Account: ${name}`}
          aria-expanded={open}
          {...(open ? { 'aria-controls': id } : { title: name })}
          onClick={() => setOpen(!open)}
        >
          <span className={styles.name}>{name}</span>
        </Button>
      </div>
      {open ? <Card {...props} id={id} name={name} /> : null}
    </header>
  );
};
