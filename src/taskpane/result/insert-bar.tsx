import { Button, Caption1, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Insertion } from '../use-insertion';
import { FormulaBox } from './formula-box';
import { Outcome } from './outcome';

export interface InsertBarProps {
  /** What will be asked, in plain words; undefined while the form asks nothing yet. */
  readonly asked?: { readonly sentence: string; readonly size: string; readonly formula: string } | undefined;
  /** Problems that the person has been shown. */
  readonly problems: number;
  readonly insertion: Insertion;
  readonly onCopy: (text: string) => Promise<void>;
  readonly onDismiss: () => void;
}

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  asked: { display: 'grid', gap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  size: { color: tokens.colorNeutralForeground2 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const waiting = (problems: number): string =>
  problems === 0
    ? 'Fill in the form to see what will be asked.'
    : `Mend ${problems === 1 ? 'the field' : `the ${problems} fields`} marked above.`;

/** What the form comes to, and the button that puts it into the sheet. */
export const InsertBar = ({ asked, problems, insertion, onCopy, onDismiss }: InsertBarProps): ReactNode => {
  const styles = useStyles();
  const busy = insertion.kind === 'busy';
  return (
    <div className={styles.bar}>
      {asked === undefined ? (
        <Text className={styles.quiet}>{waiting(problems)}</Text>
      ) : (
        <>
          <div className={styles.asked}>
            <Text>{asked.sentence}</Text>
            <Caption1 className={styles.size}>{asked.size}</Caption1>
          </div>
          <FormulaBox formula={asked.formula} onCopy={onCopy} />
        </>
      )}
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
