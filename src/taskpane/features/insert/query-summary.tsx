import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Instant } from '../../../core/domain/instant';
import { estimateRequest } from '../../../core/series/estimate-request';
import { currentMinute } from '../../../core/time/relative-time';
import type { Pace } from '../../../core/windows/estimate';
import { boundArguments, type Form } from '../../model/form';
import type { FormCheck } from '../../model/form-check';
import {
  costOf,
  infoSentenceOf,
  listWords,
  type Sentence,
  sentenceOf,
  topCostOf,
  topSentenceOf,
} from '../../model/summary';

/** What the form comes to. */
interface SummarizedQuery {
  /** In plain words; undefined where only Excel knows what the formula takes. */
  readonly words?: { readonly sentence: Sentence; readonly cost: string } | undefined;
  readonly formula: string;
}

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

interface AskedDeps {
  /** With what its cells hold put in. */
  readonly form: Form;
  readonly now: Instant;
  readonly pace: Pace;
  /** The chosen skill, where it is one of the account's. */
  readonly skill: { readonly skillId: string; readonly name: string } | undefined;
  /** How many names SKILLTOP compares, where it is known. */
  readonly names?: number | undefined;
}

/** What a form comes to; undefined where something is wrong with it. */
export const askedOf = (
  check: FormCheck,
  { form, now, pace, skill, names }: AskedDeps,
): SummarizedQuery | undefined => {
  if (!check.ok) return undefined;
  const { request, formula } = check;
  if (request === undefined) {
    const isKnown = boundArguments(form).length === 0;
    return { words: isKnown ? listWords(form, skill?.name) : undefined, formula };
  }
  const { query, table } = request;
  const untilNow = ['', 'now'].includes(form.endTime.trim().toLowerCase()) && query.endTime >= currentMinute(now);
  const skillName = skill?.skillId === query.skillId ? skill.name : undefined;
  const asked = { query, skillName, timeZone: table.tz, untilNow, table };
  const estimate = estimateRequest(request, now, pace);
  const [sentence, cost] =
    form.call === 'SKILLMETRICSINFO'
      ? [infoSentenceOf(asked), costOf(estimate, 'Two columns')]
      : form.call === 'SKILLTOP'
        ? [topSentenceOf(asked, form), topCostOf(estimate, form, names)]
        : [sentenceOf(asked), costOf(estimate)];
  return { words: { sentence, cost: table.nothingYet ?? cost }, formula };
};
