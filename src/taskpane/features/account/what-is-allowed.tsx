import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { EyeRegular } from '@fluentui/react-icons/svg/eye';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  item: { display: 'grid', gridTemplateColumns: '20px 1fr', columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: '20px', lineHeight: 1, color: tokens.colorBrandForeground1 },
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

/** What happens on sign-in, what the add-in can see from then on, and where the keys are. */
export const WhatIsAllowed = (): ReactNode => (
  <ul className={useStyles().list}>
    <Item icon={<PersonRegular />}>
      Amazon opens its own window and asks you to allow access. Your password stays there.
    </Item>
    <Item icon={<EyeRegular />}>
      The add-in can see your name, e-mail, skills and their metrics. It can change nothing.
    </Item>
    <Item icon={<LockClosedRegular />}>Keys stay on the add-in’s server, never in the workbook.</Item>
  </ul>
);
