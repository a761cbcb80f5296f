import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { Instant } from '../../core/domain/instant';
import type { Account } from '../../core/protocol/stream';
import type { Pace } from '../../core/windows/query-size';
import { ActivitySection } from '../features/activity/activity-section';
import { CellNotice, type FailedSelection } from '../features/activity/cell-notice';
import type { Activity } from '../features/activity/use-activity';
import { EditingBar } from '../features/editing/editing-bar';
import { type FormAction, type FormState, isChanged } from '../features/editing/form-state';
import { FormulaBox } from '../features/insert/formula-box';
import { InsertBar } from '../features/insert/insert-bar';
import { QuerySummary } from '../features/insert/query-summary';
import type { Inserter } from '../features/insert/use-insertion';
import { PreviewSection } from '../features/preview/preview-section';
import type { Previewer } from '../features/preview/use-preview';
import { QueryForm } from '../features/query-form/query-form';
import type { FieldOptions } from '../fields/pickers/use-field-options';
import { type Bindings, BindingsContext } from '../fields/references/bindings';
import { askedOf } from '../model/asked';
import { type FieldName, type Form, optionsFor } from '../model/form';
import { type FormCheck, shownProblems } from '../model/form-check';
import { type InsertMode, insertModes, type InsertRequest, spillSizeOf, updateModes } from '../model/insert-request';
import { fieldLabels } from '../model/labels';
import { periodOffers } from '../model/time/periods';
import { FormHeader } from './form-header';

export interface BuilderProps {
  readonly account: Account;
  /** With what its cells hold put in. */
  readonly form: Form;
  readonly formState: FormState;
  /** The selected cell, where it has no answer. */
  readonly failed: FailedSelection | undefined;
  readonly bindings: Bindings;
  readonly check: (form: Form) => FormCheck;
  readonly now: Instant;
  readonly offers: FieldOptions;
  readonly pace: Pace;
  readonly inserter: Inserter;
  readonly previewer: Previewer;
  readonly work: Activity;
  /** Signing out is under way. */
  readonly leaving: boolean;
  readonly onChange: (change: Partial<Form>) => void;
  readonly onStep: (step: FormAction) => void;
  readonly onGoTo: (address: string) => void;
  /** Lists all formulas of the workbook. */
  readonly onList: () => void;
  readonly onReport: () => void;
  readonly onRetry: (addresses: readonly string[]) => void;
  readonly onEnter: (addresses: readonly string[]) => void;
  readonly onForget: (address?: string) => void;
  readonly onCopy: (text: string) => Promise<void>;
  /** What the workbook does by itself. */
  readonly choices: ReactNode;
  readonly onSignOut: () => void;
  /** What can be asked about the selected value. */
  readonly drill: ReactNode;
}

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: '100vh',
    // Fluent's controls ask for the width of twenty characters, more than half of a narrow pane has.
    '& .fui-Field, & .fui-Field > *, & input, & select, & textarea': { minWidth: 0 },
    '& input:not([type="checkbox"]), & select': { width: '100%' },
  },
  notices: { padding: `0 ${tokens.spacingHorizontalL}` },
  body: { flexGrow: 1, padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}` },
  result: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
  },
});

/** How many names SKILLTOP asks for, and all together once more. */
const namesAsked = ({ by }: Form, { locales, intents }: FieldOptions): number | undefined => {
  const { list } = by === 'intents' ? intents : locales;
  return list.kind === 'ready' ? list.items.length + 1 : undefined;
};

/** What signed-in people see: the form, what it comes to, and "Insert". */
export const Builder = (props: BuilderProps): ReactNode => {
  const { form, formState, failed, now, check, inserter, previewer, onChange, onStep, onCopy } = props;
  const styles = useStyles();
  const element = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  const [moreOpen, setMoreOpen] = useState(false);
  const edited = formState.edited?.address;
  const changed = isChanged(formState);
  const [chosen, setChosen] = useState<{ mode: InsertMode; for: string | undefined }>();
  // What was chosen for one cell is not for another.
  const wanted = chosen !== undefined && chosen.for === edited ? chosen.mode : 'formula';
  const checked = check(form);
  const all = edited === undefined ? insertModes : updateModes;
  // Values that only Excel can ask for are not the pane's to fetch.
  const modes = checked.ok && checked.request === undefined ? all.filter(([one]) => one !== 'values') : all;
  const mode = form.call === 'SKILLMETRICS' && modes.some(([one]) => one === wanted) ? wanted : 'formula';
  const isFaulty = failed !== undefined && failed.address === edited && failed.failure.code === 'invalid_query';
  const problems = shownProblems(checked, attempts > 0 || isFaulty);
  const asked = askedOf(checked, {
    form,
    now,
    pace: props.pace,
    skill: props.offers.skill,
    names: namesAsked(form, props.offers),
  });

  /** What the form asks; without, says what is wrong with it. */
  const complete = (): Extract<FormCheck, { ok: true }> | undefined => {
    if (checked.ok) {
      setAttempts(0);
      return checked;
    }
    setAttempts(attempts + 1);
    if (optionsFor(form.call).some((field) => checked.problems.has(field))) setMoreOpen(true);
    return undefined;
  };
  const send = (order: InsertRequest): void => {
    if (edited === undefined) inserter.insert(order);
    else if (mode === 'values') inserter.insert({ ...order, edited: undefined, copyOf: edited });
    else if (changed) inserter.insert(order);
    else if (mode === 'chart') inserter.addChart(order, edited);
    // Otherwise the cell says it already.
    if (edited !== undefined) setChosen(undefined);
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const completed = inserter.insertion.kind === 'busy' ? undefined : complete();
    if (completed === undefined) return;
    const { request, formula, format } = completed;
    send({
      mode,
      formula,
      format,
      request,
      size: spillSizeOf(form.call, request, now),
      edited,
      form: formState.form,
    });
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
      <form ref={element} className={styles.form} onSubmit={submit} noValidate aria-label="Metrics query">
        <FormHeader {...props} edited={edited} />
        <div className={styles.notices}>
          <CellNotice selection={failed} onRetry={props.onRetry} />
        </div>
        <ActivitySection {...props} />
        <EditingBar formState={formState} onStep={onStep} />
        {props.drill}
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
              mode={mode}
              modes={modes}
              onMode={(next) => setChosen({ mode: next, for: edited })}
            />
          </BindingsContext>
        </div>
        {asked === undefined ? null : (
          <div className={styles.result}>
            <PreviewSection preview={previewer.preview} onClose={previewer.close} />
            <FormulaBox formula={asked.formula} onCopy={onCopy} />
          </div>
        )}
        <InsertBar
          inserter={inserter}
          edited={edited}
          mode={mode}
          changed={changed}
          canPreview={form.call === 'SKILLMETRICS' || form.call === 'SKILLTOTAL'}
          preview={previewer.preview.kind}
          onPreview={preview}
          onGoTo={props.onGoTo}
        >
          <QuerySummary asked={asked} problems={[...problems.keys()].map((name) => fieldLabels[name])} />
        </InsertBar>
      </form>
    </main>
  );
};
