import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { Instant } from '../../core/domain/instant';
import type { Actions } from '../../office/actions/actions';
import type { PaceMemory } from '../../office/storage/pace';
import type { Cells } from '../../office/workbook/cells';
import { ActivitySection } from '../features/activity/activity-section';
import type { ActivityDeps } from '../features/activity/use-activity';
import type { NameCounts } from '../features/drill/drill-cost';
import { DrillSection } from '../features/drill/drill-section';
import { isChanged } from '../features/editing/form-state';
import type { OpenFormState } from '../features/editing/use-form-state';
import type { InsertionQueries } from '../features/insert/use-insertion';
import { usePreview } from '../features/preview/use-preview';
import { type FieldOptionDeps, type FieldOptions, useFieldOptions } from '../fields/pickers/use-field-options';
import { valuesOf } from '../fields/references/resolved-form';
import { usePace } from '../hooks/use-pace';
import { checkForm } from '../model/form-check';
import { knownOf } from '../model/skill-list';
import { Builder, type BuilderProps } from './builder';
import { LoadedView } from './loaded/loaded-view';
import type { LoadedManager } from './loaded/manager-entry';
import type { LoadedReports } from './loaded/reports-entry';
import type { PaneWorkbook } from './notices';

export interface WorkspaceDeps extends FieldOptionDeps, ActivityDeps {
  readonly pace: Pick<PaceMemory, 'get'>;
  readonly queries: InsertionQueries & ActivityDeps['queries'];
  readonly actions: Pick<Actions, 'act'>;
  /** Loads the list of all formulas. */
  readonly manager: () => Promise<LoadedManager>;
  /** Loads the ready-made reports. */
  readonly reports: () => Promise<LoadedReports>;
}

type OwnProps =
  | 'form'
  | 'failed'
  | 'formState'
  | 'bindings'
  | 'check'
  | 'offers'
  | 'pace'
  | 'previewer'
  | 'onForget'
  | 'onList'
  | 'onReport'
  | 'drill';

export interface WorkspaceProps extends Omit<BuilderProps, OwnProps> {
  readonly sources: WorkspaceDeps;
  readonly open: OpenFormState;
  readonly now: Instant;
  readonly cells: Cells;
  readonly workbook: PaneWorkbook;
}

/** How many names a skill has, as far as they have been listed already. */
const nameCountsOf = ({ skill, locales, intents }: FieldOptions): NameCounts => ({
  locales: locales.list.kind === 'ready' ? locales.list.items.length : skill?.locales.length,
  intents: intents.list.kind === 'ready' ? intents.list.items.length : undefined,
});

/** What one account has to offer, for as long as it is signed in. */
export const Workspace = ({ sources, open, cells, workbook, ...props }: WorkspaceProps): ReactNode => {
  const { formState, seen, contents, bindings, serialShift } = open;
  const { selected } = open;
  const failure = useSyncExternalStore(sources.failed.subscribe, () =>
    selected === undefined ? undefined : sources.failed.failureAt(selected),
  );
  const values = valuesOf(contents);
  const check: BuilderProps['check'] = (form) =>
    checkForm(form, props.now, { sheet: bindings.sheet, cells: values, serialShift });
  const checked = check(seen);
  const offers = useFieldOptions(sources, seen);
  const { onStep } = props;
  const { list } = offers.skills;
  const known =
    formState.edited !== undefined && list.kind === 'ready' ? knownOf(formState.form, list.items) : undefined;
  const isAsLoaded =
    formState.form.skillId === formState.saved.skillId && formState.form.skillType === formState.saved.skillType;
  useEffect(() => {
    if (known !== undefined && isAsLoaded) onStep({ kind: 'known', change: known });
  });
  const [view, setView] = useState<'form' | 'formulas' | 'reports'>('form');
  const toForm = (): void => setView('form');
  const goTo = (address: string): void => {
    toForm();
    props.onGoTo(address);
  };
  const onForget = (address?: string): void => sources.failed.forget(address);
  const pace = usePace(sources.pace, seen);
  const { edited } = formState;
  const drilled =
    edited !== undefined &&
    edited.address === selected &&
    !isChanged(formState) &&
    (seen.call === 'SKILLMETRICS' || seen.call === 'SKILLTOTAL') &&
    checked.ok &&
    checked.request !== undefined &&
    checked.request.table.nothingYet === undefined
      ? { address: edited.address, form: formState.form, request: checked.request }
      : undefined;
  const asked = checked.ok ? JSON.stringify([checked.formula, [...values]]) : '';
  const previewer = usePreview(sources.queries, asked);
  if (view === 'formulas')
    return (
      <LoadedView load={sources.manager} label="Finding formulas…" onClose={toForm}>
        {({ Manager, formulas }) => (
          <Manager
            formulas={formulas}
            cells={cells}
            offers={offers}
            serialShift={serialShift ?? 0}
            now={props.now}
            workbook={workbook}
            actions={sources.actions}
            onClose={toForm}
          />
        )}
      </LoadedView>
    );
  if (view === 'reports')
    return (
      <LoadedView load={sources.reports} label="Loading reports…" onClose={toForm}>
        {({ Gallery, reports }) => (
          <Gallery
            reports={reports}
            offers={offers}
            skillId={seen.skillId}
            timeZone={seen.tz}
            now={props.now}
            work={<ActivitySection {...props} onGoTo={goTo} onForget={onForget} />}
            onClose={toForm}
          />
        )}
      </LoadedView>
    );
  return (
    <Builder
      {...props}
      form={seen}
      formState={formState}
      failed={selected === undefined || failure === undefined ? undefined : { address: selected, failure }}
      bindings={bindings}
      check={check}
      offers={offers}
      pace={pace}
      previewer={previewer}
      onList={() => setView('formulas')}
      onReport={() => setView('reports')}
      drill={
        drilled === undefined ? null : (
          <DrillSection
            formula={drilled}
            queries={sources.queries}
            relay={sources.relay}
            now={props.now}
            pace={pace}
            names={nameCountsOf(offers)}
          />
        )
      }
      onForget={onForget}
    />
  );
};
