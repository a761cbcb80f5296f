import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { SummarizedQuery } from '../../model/asked';

interface QuerySummaryProps {
  /** Undefined while the form asks nothing yet. */
  readonly asked: SummarizedQuery | undefined;
  /** The labels of the fields whose problems the person has been shown. */
  readonly problems: readonly string[];
}

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const conjunction = new Intl.ListFormat('en', { type: 'conjunction' });

const waiting = (problems: readonly string[]): string =>
  problems.length === 0
    ? 'Fill in the form to see what you get.'
    : `Check ${conjunction.format([...new Set(problems)])} to continue.`;

/** What will be asked, and what it costs, in words that are in sight while the form changes. */
export const QuerySummary = ({ asked, problems }: QuerySummaryProps): ReactNode => {
  const styles = useStyles();
  const { words } = asked ?? {};
  return (
    <section className={styles.root} aria-label="What will be asked">
      {words === undefined ? (
        <Text className={styles.quiet}>
          {asked === undefined
            ? waiting(problems)
            : "Excel calculates part of this formula, so it can't be summarized here."}
        </Text>
      ) : (
        <>
          <Text>
            {words.sentence.before}
            <em>
              <bdi>{words.sentence.skill}</bdi>
            </em>
            {words.sentence.after}
          </Text>
          <Caption1 className={styles.quiet}>{words.cost}</Caption1>
        </>
      )}
    </section>
  );
};
