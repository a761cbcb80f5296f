import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
});

/** Two short fields side by side, or one below the other where the pane is narrow or enlarged. */
export const Pair = ({ children }: { children: ReactNode }): ReactNode => (
  <div className={useStyles().pair}>{children}</div>
);
