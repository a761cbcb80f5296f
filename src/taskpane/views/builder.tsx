import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type SyntheticEvent, type ReactNode } from 'react';
import type { Instant } from '../../core/instant';
import type { Account } from '../../core/wire';
import type { SpillFormat } from '../../office/format-spill';
import { QueryForm } from '../form/query-form';
import { checkForm, shownProblems, type FormCheck } from '../model/form-check';
import { moreFields, type FieldName, type Form } from '../model/form-model';
import { sentenceOf, sizeOf } from '../model/sentence';
import { InsertBar, type InsertBarProps } from '../result/insert-bar';
import type { Insertion } from '../use-insertion';
import { AccountMenu } from './account-menu';

export interface BuilderProps {
  readonly account: Account;
  readonly form: Form;
  readonly now: Instant;
  readonly insertion: Insertion;
  readonly onChange: (change: Partial<Form>) => void;
  readonly onInsert: (formula: string, format: SpillFormat) => void;
  readonly onDismiss: () => void;
  readonly onCopy: (text: string) => Promise<void>;
  readonly onSignOut: () => void;
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', minHeight: '100vh' },
  header: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXS}`,
  },
  heading: { margin: 0, outlineStyle: 'none', whiteSpace: 'nowrap' },
  body: { flexGrow: 1, padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}` },
});

const askedOf = (check: FormCheck, form: Form, now: Instant): InsertBarProps['asked'] => {
  if (!check.ok) return undefined;
  const { question, table } = check.request;
  const untilNow = ['', 'now'].includes(form.endTime.trim().toLowerCase());
  const asked = { question, timeZone: table.tz, untilNow, limit: table.limit, now };
  return { sentence: sentenceOf(asked), size: sizeOf(asked), formula: check.formula };
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
        <div className={styles.header}>
          <Subtitle2 as="h1" tabIndex={-1} className={styles.heading}>
            Skill metrics
          </Subtitle2>
          <AccountMenu account={account} onSignOut={onSignOut} />
        </div>
        <div className={styles.body}>
          <QueryForm
            form={form}
            problemOf={(field: FieldName) => problems.get(field)?.text}
            onChange={onChange}
            moreOpen={moreOpen}
            onMore={setMoreOpen}
          />
        </div>
        <InsertBar
          asked={askedOf(check, form, now)}
          problems={problems.size}
          insertion={insertion}
          onCopy={onCopy}
          onDismiss={onDismiss}
        />
      </form>
    </main>
  );
};
