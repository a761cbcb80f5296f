import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Sentence } from '../model/sentence';
import { FormulaBox } from './formula-box';

export interface AskedProps {
  /** What will be asked; undefined while the form asks nothing yet. */
  readonly asked?:
    | {
        /** In plain words; undefined where only Excel knows what the formula takes. */
        readonly words?: { readonly sentence: Sentence; readonly cost: string } | undefined;
        readonly formula: string;
      }
    | undefined;
  /** How many problems the person has been shown. */
  readonly problems: number;
  readonly onCopy: (text: string) => Promise<void>;
  /** Stands below the words. */
  readonly children?: ReactNode;
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

const Words = ({ words }: { words: NonNullable<AskedProps['asked']>['words'] }): ReactNode => {
  const styles = useStyles();
  if (words === undefined) return <Text className={styles.quiet}>Part of this only Excel can work out.</Text>;
  const { sentence, cost } = words;
  return (
    <div className={styles.words}>
      <Text>
        {sentence.before}
        <em>
          <bdi>{sentence.skill}</bdi>
        </em>
        {sentence.after}
      </Text>
      <Caption1 className={styles.quiet}>{cost}</Caption1>
    </div>
  );
};

/** What the form comes to: in words, and as a formula. */
export const Asked = ({ asked, problems, onCopy, children }: AskedProps): ReactNode => {
  const styles = useStyles();
  return (
    <section className={styles.root} aria-label="What will be asked">
      {asked === undefined ? (
        <Text className={styles.quiet}>{waiting(problems)}</Text>
      ) : (
        <>
          <Words words={asked.words} />
          {children}
          <FormulaBox formula={asked.formula} onCopy={onCopy} />
        </>
      )}
    </section>
  );
};
