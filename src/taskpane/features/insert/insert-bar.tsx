import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { splitAddress } from '../../../core/formula/cell-address';
import type { InsertMode } from '../../model/insert-request';
import { Spinner } from '../../ui/spinner';
import type { Preview } from '../preview/use-preview';
import { InsertOutcome } from './insert-outcome';
import type { Inserter } from './use-insertion';

/** Keeps what has the focus clear of an element that sticks to the pane's end, however high that is at the time. */
const useStickyPadding = (sticking: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const { current } = sticking;
    // Tests without a browser have no layout.
    if (current === null || !('ResizeObserver' in window)) return undefined;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      const sticks = getComputedStyle(current).position === 'sticky';
      style.scrollPaddingBottom = sticks ? `${current.offsetHeight + 8}px` : '';
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      style.scrollPaddingBottom = '';
    };
  }, [sticking]);
};

export interface InsertBarProps {
  readonly inserter: Inserter;
  /** The cell whose formula is replaced; undefined for the selected cell. */
  readonly edited: string | undefined;
  readonly mode: InsertMode;
  /** The form says something that stands in no cell. */
  readonly changed: boolean;
  /** Whether there is anything to preview. */
  readonly canPreview: boolean;
  readonly onGoTo: (address: string) => void;
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
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    // What has nothing to say takes no gap either, but stays a live region.
    '& > :empty': { marginBottom: `calc(-1 * ${tokens.spacingVerticalS})` },
    // In reach however long the form is; a pane that shows little has no room for that.
    '@media (min-height: 600px)': { position: 'sticky', bottom: 0, zIndex: 1 },
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalSNudge },
  insert: { flex: '1 1 auto', paddingInline: tokens.spacingHorizontalS },
  other: { flex: '0 1 auto', minWidth: 'auto', paddingInline: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const wordsFor = ({ edited, mode, changed }: InsertBarProps, busy: boolean): string => {
  if (edited === undefined) return busy ? 'Inserting…' : 'Insert into selected cell';
  const [, cell] = splitAddress(edited);
  if (mode === 'values') return busy ? 'Copying…' : 'Copy as values';
  if (busy) return 'Updating…';
  if (mode === 'chart') return changed ? `Update ${cell} and add chart` : 'Add chart';
  return `Update ${cell}`;
};

/** What will be asked, the buttons that preview the answer and put it into the sheet, and how that went. */
export const InsertBar = (props: InsertBarProps): ReactNode => {
  const { inserter, edited, mode, changed, canPreview, preview, onPreview, onGoTo, children } = props;
  const { insertion, forget } = inserter;
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  useStickyPadding(bar);
  const busy = insertion.kind === 'busy';
  const isNothingToDo = edited !== undefined && mode === 'formula' && !changed;
  return (
    <div ref={bar} className={styles.bar}>
      <InsertOutcome inserter={inserter} onGoTo={onGoTo} />
      {children}
      {edited !== undefined && changed ? (
        <Caption1 className={styles.quiet}>Changes are not in the cell yet.</Caption1>
      ) : null}
      <div className={styles.buttons}>
        <Button
          className={styles.insert}
          type="submit"
          appearance={isNothingToDo ? 'secondary' : 'primary'}
          disabledFocusable={busy || isNothingToDo}
          {...(busy ? { icon: <Spinner /> } : {})}
        >
          {wordsFor(props, busy)}
        </Button>
        {busy && insertion.progress !== undefined ? (
          <Button className={styles.other} onClick={forget}>
            Cancel
          </Button>
        ) : canPreview ? (
          <Button className={styles.other} disabledFocusable={preview === 'busy'} onClick={onPreview}>
            Preview
          </Button>
        ) : null}
      </div>
    </div>
  );
};
