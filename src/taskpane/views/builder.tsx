import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type SyntheticEvent, type ReactNode } from 'react';
import { estimateOf, type Pace } from '../../core/estimate';
import type { Instant } from '../../core/instant';
import type { Account } from '../../core/wire';
import type { SpillFormat } from '../../office/format-spill';
import { QueryForm } from '../form/query-form';
import { checkForm, shownProblems, type FormCheck } from '../model/form-check';
import { moreFields, type FieldName, type Form } from '../model/form-model';
import { costOf, sentenceOf } from '../model/sentence';
import type { Offers } from '../pickers/use-offers';
import { Asked, type AskedProps } from '../result/asked';
import { InsertBar } from '../result/insert-bar';
import { periodOffers } from '../time/periods';
import type { Insertion } from '../use-insertion';
import { AccountBar } from './account-bar';
import { Title } from './title';

export interface BuilderProps {
  readonly account: Account;
  readonly form: Form;
  readonly now: Instant;
  readonly offers: Offers;
  readonly pace: Pace;
  readonly insertion: Insertion;
  /** Signing out is under way. */
  readonly leaving: boolean;
  readonly onChange: (change: Partial<Form>) => void;
  readonly onInsert: (formula: string, format: SpillFormat) => void;
  readonly onDismiss: () => void;
  readonly onCopy: (text: string) => Promise<void>;
  readonly onSignOut: () => void;
}

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: '100vh',
    // Fluent's controls ask for the width of twenty characters, more than half of a narrow pane has.
    '& .fui-Field, & .fui-Field > *, & input, & select, & textarea': { minWidth: 0 },
    '& input, & select': { width: '100%' },
  },
  body: { flexGrow: 1, padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}` },
});

const askedOf = (check: FormCheck, { form, now, pace, offers }: BuilderProps): AskedProps['asked'] => {
  if (!check.ok || check.request === undefined) return undefined;
  const { question, table } = check.request;
  const untilNow = ['', 'now'].includes(form.endTime.trim().toLowerCase());
  const skillName = offers.skill?.skillId === question.skillId ? offers.skill.name : undefined;
  return {
    sentence: sentenceOf({ question, skillName, timeZone: table.tz, untilNow }),
    cost: costOf(estimateOf(question, now, pace, table.limit)),
    formula: check.formula,
  };
};

/** What signed-in people see: the form, what it comes to, and "Insert". */
export const Builder = (props: BuilderProps): ReactNode => {
  const { account, form, now, insertion, onChange, onInsert, onDismiss, onCopy, onSignOut } = props;
  const styles = useStyles();
  const element = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  const [moreOpen, setMoreOpen] = useState(false);
  const check = checkForm(form, now);
  const problems = shownProblems(check, attempts > 0);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (insertion.kind === 'busy') return;
    if (check.ok) {
      setAttempts(0);
      onInsert(check.formula, check.format);
      return;
    }
    setAttempts(attempts + 1);
    if (moreFields.some((field) => check.problems.has(field))) setMoreOpen(true);
  };
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  return (
    <main>
      <form ref={element} className={styles.form} onSubmit={submit} noValidate aria-label="Question to Amazon">
        <AccountBar account={account} leaving={props.leaving} onSignOut={onSignOut} heading={<Title />} />
        <div className={styles.body}>
          <QueryForm
            form={form}
            now={now}
            offers={props.offers}
            periods={periodOffers(form, (one) => checkForm(one, now))}
            problemOf={(field: FieldName) => problems.get(field)?.text}
            onChange={onChange}
            moreOpen={moreOpen}
            onMore={setMoreOpen}
          />
        </div>
        <Asked asked={askedOf(check, props)} problems={problems.size} onCopy={onCopy} />
        <InsertBar insertion={insertion} onDismiss={onDismiss} />
      </form>
    </main>
  );
};
