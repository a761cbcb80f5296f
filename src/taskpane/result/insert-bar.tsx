import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useRef, type ReactNode } from 'react';
import type { Preview } from '../preview/use-preview';
import type { Inserter } from '../use-insertion';
import { Spinner } from '../views/spinner';
import { Outcome } from './outcome';
import { useClearance } from './use-clearance';

export interface InsertBarProps {
  readonly inserter: Inserter;
  /** The cell whose formula is replaced; undefined for the selected cell. */
  readonly edited: string | undefined;
  readonly preview: Preview['kind'];
  readonly onPreview: () => void;
  /** Stands above the buttons. */
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    // What has nothing to say takes no gap either, but stays a live region.
    '& > :empty': { marginBottom: `calc(-1 * ${tokens.spacingVerticalS})` },
    // In reach however long the form is; a pane that shows little has no room for that.
    '@media (min-height: 600px)': { position: 'sticky', bottom: 0, zIndex: 1 },
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  insert: { flex: '1 1 auto' },
  other: { flex: '0 1 auto', minWidth: 'auto' },
});

const words = (edited: string | undefined, busy: boolean): string => {
  if (edited === undefined) return busy ? 'Inserting…' : 'Insert into selected cell';
  return busy ? 'Updating…' : `Update ${edited.slice(edited.lastIndexOf('!') + 1)}`;
};

/** What will be asked, the buttons that preview the answer and put it into the sheet, and how that went. */
export const InsertBar = ({ inserter, edited, preview, onPreview, children }: InsertBarProps): ReactNode => {
  const { insertion, forget } = inserter;
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  useClearance(bar);
  const busy = insertion.kind === 'busy';
  return (
    <div ref={bar} className={styles.bar}>
      <Outcome inserter={inserter} />
      {children}
      <div className={styles.buttons}>
        <Button
          className={styles.insert}
          type="submit"
          appearance="primary"
          disabledFocusable={busy}
          {...(busy ? { icon: <Spinner /> } : {})}
        >
          {words(edited, busy)}
        </Button>
        {busy && insertion.progress !== undefined ? (
          <Button className={styles.other} onClick={forget}>
            Cancel
          </Button>
        ) : (
          <Button className={styles.other} disabledFocusable={preview === 'busy'} onClick={onPreview}>
            Preview
          </Button>
        )}
      </div>
    </div>
  );
};
