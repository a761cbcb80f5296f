import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  screen: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
  },
  heading: { margin: 0, outlineStyle: 'none', textWrap: 'balance' },
});

/** A view of its own with a heading that can take the focus. */
export const Screen = ({ heading, children }: { heading: string; children: ReactNode }): ReactNode => {
  const styles = useStyles();
  return (
    <main className={styles.screen}>
      <Text size={600} weight="semibold" as="h1" tabIndex={-1} className={styles.heading}>
        {heading}
      </Text>
      {children}
    </main>
  );
};
