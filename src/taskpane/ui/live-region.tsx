import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  said: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    margin: '-1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Read out as it changes, and not to be seen: for what the eye sees anyway. */
export const LiveRegion = ({ children }: { children: ReactNode }): ReactNode => (
  <div role="status" className={useStyles().said}>
    {children}
  </div>
);
