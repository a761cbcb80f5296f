import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  note: {
    display: 'grid',
    justifyItems: 'start',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
    ':empty': { display: 'none' },
  },
});

/** What is said below the choices of a list. Read out as it changes. */
export const Note = ({ children }: { children?: ReactNode }): ReactNode => (
  <div className={useStyles().note} aria-live="polite">
    {children}
  </div>
);
