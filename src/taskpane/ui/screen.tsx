import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { PaneHeader } from './pane-header';

const useStyles = makeStyles({
  screen: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
  },
});

/** A view of its own with a heading that can take the focus. */
export const Screen = ({ heading, children }: { heading: string; children: ReactNode }): ReactNode => (
  <main className={useStyles().screen}>
    <PaneHeader heading={heading} large topic="start" />
    {children}
  </main>
);
