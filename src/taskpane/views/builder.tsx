import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type SyntheticEvent, type ReactNode } from 'react';
import { estimateOf, type Pace } from '../../core/estimate';
import type { Instant } from '../../core/instant';
import { currentMinute } from '../../core/time-input';
import type { Account } from '../../core/wire';
import type { Desk, DeskStep } from '../editing/desk';
import { EditingBar } from '../editing/editing-bar';
import { ChoiceField } from '../form/choice-field';
import { QueryForm } from '../form/query-form';
import { shownProblems, type FormCheck } from '../model/form-check';
import { moreFields, type FieldName, type Form } from '../model/form-model';
import { costOf, sentenceOf } from '../model/sentence';
import type { Offers } from '../pickers/use-offers';
import { PreviewSection } from '../preview/preview-section';
import type { Previewer } from '../preview/use-preview';
import { BindingsContext, type Bindings } from '../reference/bindings';
import { FormulaBox } from '../result/formula-box';
import { InsertBar } from '../result/insert-bar';
import { insertModes, sizeOf, type InsertMode } from '../result/order';
import { Words, type Asked } from '../result/words';
import type { Work } from '../running/use-work';
import { WorkSection } from '../running/work-section';
import { periodOffers } from '../time/periods';
import type { Inserter } from '../use-insertion';
import { AccountBar } from './account-bar';
import { Title } from './title';

export interface BuilderProps {
  readonly account: Account;
  /** With what its cells hold put in. */
  readonly form: Form;
  readonly desk: Desk;
  readonly bindings: Bindings;
  readonly check: (form: Form) => FormCheck;
  readonly now: Instant;
  readonly offers: Offers;
  readonly pace: Pace;
  readonly inserter: Inserter;
  readonly previewer: Previewer;
  readonly work: Work;
  /** Signing out is under way. */
  readonly leaving: boolean;
  readonly onChange: (change: Partial<Form>) => void;
  readonly onStep: (step: DeskStep) => void;
  readonly onGoTo: (address: string) => void;
  readonly onRetry: (addresses: readonly string[]) => void;
  readonly onEnter: (addresses: readonly string[]) => void;
  readonly onForget: (address?: string) => void;
  readonly onCopy: (text: string) => Promise<void>;
  /** Whether the add-in starts with the workbook. */
  readonly startup: ReactNode;
  /** What has everything asked again. */
  readonly askAgain: ReactNode;
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
  result: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
  },
});

const askedOf = (check: FormCheck, { form, now, pace, offers }: BuilderProps): Asked | undefined => {
  if (!check.ok) return undefined;
  const { request, formula } = check;
  if (request === undefined) return { formula };
  const { question, table } = request;
  // A start such as last month has an end of its own.
  const goesOn = question.endTime >= currentMinute(now);
  const untilNow = goesOn && ['', 'now'].includes(form.endTime.trim().toLowerCase());
  const skillName = offers.skill?.skillId === question.skillId ? offers.skill.name : undefined;
  const sentence = sentenceOf({ question, skillName, timeZone: table.tz, untilNow });
  return { words: { sentence, cost: costOf(estimateOf(question, now, pace, table.limit)) }, formula };
};

/** What signed-in people see: the form, what it comes to, and "Insert". */
export const Builder = (props: BuilderProps): ReactNode => {
  const { account, form, desk, now, check, inserter, previewer, onChange, onStep, onCopy, onSignOut } = props;
  const styles = useStyles();
  const element = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  const [moreOpen, setMoreOpen] = useState(false);
  const [mode, setMode] = useState<InsertMode>('formula');
  const checked = check(form);
  const problems = shownProblems(checked, attempts > 0);
  const edited = desk.edited?.address;
  const asked = askedOf(checked, props);

  /** What the form asks; without, says what is wrong with it. */
  const complete = (): Extract<FormCheck, { ok: true }> | undefined => {
    if (checked.ok) {
      setAttempts(0);
      return checked;
    }
    setAttempts(attempts + 1);
    if (moreFields.some((field) => checked.problems.has(field))) setMoreOpen(true);
    return undefined;
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const completed = inserter.insertion.kind === 'busy' ? undefined : complete();
    if (completed === undefined) return;
    const { request, formula, format } = completed;
    const chosen = edited !== undefined || request === undefined ? 'formula' : mode;
    inserter.insert({ mode: chosen, formula, format, request, size: sizeOf(request, now), edited, form: desk.form });
  };
  const preview = (): void => {
    const request = complete()?.request;
    if (request !== undefined) previewer.show(request);
  };
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  return (
    <main>
      <form ref={element} className={styles.form} onSubmit={submit} noValidate aria-label="Question to Amazon">
        <AccountBar
          account={account}
          leaving={props.leaving}
          startup={props.startup}
          askAgain={props.askAgain}
          onSignOut={onSignOut}
          heading={<Title />}
        />
        <WorkSection {...props} />
        <EditingBar desk={desk} onStep={onStep} />
        <div className={styles.body}>
          <BindingsContext value={props.bindings}>
            <QueryForm
              form={form}
              now={now}
              offers={props.offers}
              periods={periodOffers(form, check, now)}
              problemOf={(field: FieldName) => problems.get(field)?.text}
              onChange={onChange}
              moreOpen={moreOpen}
              onMore={setMoreOpen}
            />
          </BindingsContext>
        </div>
        {asked === undefined ? null : (
          <div className={styles.result}>
            <PreviewSection preview={previewer.preview} onClose={previewer.close} />
            {edited === undefined ? (
              <ChoiceField label="Insert as" value={mode} choices={insertModes} onChange={setMode} />
            ) : null}
            <FormulaBox formula={asked.formula} onCopy={onCopy} />
          </div>
        )}
        <InsertBar inserter={inserter} edited={edited} preview={previewer.preview.kind} onPreview={preview}>
          <Words asked={asked} problems={problems.size} />
        </InsertBar>
      </form>
    </main>
  );
};
