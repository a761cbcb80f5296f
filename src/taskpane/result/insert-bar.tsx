import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Insertion } from '../use-insertion';
import { Outcome } from './outcome';

export interface InsertBarProps {
  readonly insertion: Insertion;
  readonly onDismiss: () => void;
}

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground2,
    // In reach however long the form is; a pane that shows little has no room for that.
    '@media (min-height: 480px)': { position: 'sticky', bottom: 0, zIndex: 1 },
  },
});

/** The button that puts the formula into the sheet, and how that went. */
export const InsertBar = ({ insertion, onDismiss }: InsertBarProps): ReactNode => {
  const busy = insertion.kind === 'busy';
  return (
    <div className={useStyles().bar}>
      <Outcome insertion={insertion} onDismiss={onDismiss} />
      <Button
        type="submit"
        appearance="primary"
        disabledFocusable={busy}
        {...(busy ? { icon: <Spinner size="tiny" aria-hidden /> } : {})}
      >
        {busy ? 'Inserting…' : 'Insert into selected cell'}
      </Button>
    </div>
  );
};
