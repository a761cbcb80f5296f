import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Sentence } from '../model/sentence';
import { FormulaBox } from './formula-box';

export interface AskedProps {
  /** What will be asked, in plain words; undefined while the form asks nothing yet. */
  readonly asked?: { readonly sentence: Sentence; readonly cost: string; readonly formula: string } | undefined;
  /** How many problems the person has been shown. */
  readonly problems: number;
  readonly onCopy: (text: string) => Promise<void>;
}

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} 0`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  words: { display: 'grid', gap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const waiting = (problems: number): string =>
  problems === 0
    ? 'Fill in the form to see what will be asked.'
    : `Correct ${problems === 1 ? 'the field' : `the ${problems} fields`} marked above.`;

/** What the form comes to: in words, and as a formula. */
export const Asked = ({ asked, problems, onCopy }: AskedProps): ReactNode => {
  const styles = useStyles();
  return (
    <section className={styles.root} aria-label="What will be asked">
      {asked === undefined ? (
        <Text className={styles.quiet}>{waiting(problems)}</Text>
      ) : (
        <>
          <div className={styles.words}>
            <Text>
              {asked.sentence.before}
              <em>
                <bdi>{asked.sentence.skill}</bdi>
              </em>
              {asked.sentence.after}
            </Text>
            <Caption1 className={styles.quiet}>{asked.cost}</Caption1>
          </div>
          <FormulaBox formula={asked.formula} onCopy={onCopy} />
        </>
      )}
    </section>
  );
};
