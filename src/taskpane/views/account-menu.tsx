import {
  Button,
  Caption1,
  makeStyles,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons/svg/open';
import { PersonCircleRegular } from '@fluentui/react-icons/svg/person-circle';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import type { ReactNode } from 'react';
import type { Account } from '../../core/wire';
import { amazonApps } from './links';

const useStyles = makeStyles({
  trigger: { minWidth: 0, maxWidth: '60%', flexShrink: 1 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  who: {
    display: 'grid',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    overflowWrap: 'anywhere',
  },
  popover: { maxWidth: '288px' },
});

/** Who is signed in, and the way out. */
export const AccountMenu = ({ account, onSignOut }: { account: Account; onSignOut: () => void }): ReactNode => {
  const styles = useStyles();
  const name = account.name ?? account.email ?? 'Signed in';
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.trigger}
          appearance="subtle"
          size="small"
          icon={<PersonCircleRegular />}
          aria-label={`Account: ${name}`}
          title={name}
        >
          <span className={styles.name}>{name}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <div className={styles.who}>
          <Text weight="semibold">{name}</Text>
          {account.email === undefined || account.email === name ? null : <Caption1>{account.email}</Caption1>}
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItem icon={<SignOutRegular />} subText="The server forgets your Amazon tokens" onClick={onSignOut}>
            Sign out
          </MenuItem>
          <MenuItemLink icon={<OpenRegular />} href={amazonApps.href} target="_blank" rel="noreferrer">
            {amazonApps.label}
          </MenuItemLink>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
