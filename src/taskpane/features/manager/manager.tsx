import { Button, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Instant } from '../../../core/domain/instant';
import type { SerialShift } from '../../../core/time/excel-time';
import type { Actions } from '../../../office/actions/actions';
import type { RefreshStatusCell } from '../../../office/refresh/refresh-status';
import type { Workbook } from '../../../office/refresh/workbook';
import type { Cells } from '../../../office/workbook/cells';
import type { WorkbookFormulas } from '../../../office/workbook/formulas/workbook-formulas';
import type { FieldOptions } from '../../fields/pickers/use-field-options';
import type { SkillEntry } from '../../model/skill-list';
import { IconButton } from '../../ui/icon-button';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Notice } from '../../ui/message-bar';
import { PaneHeader } from '../../ui/pane-header';
import { Spinner } from '../../ui/spinner';
import { ActionBar, freezeAction } from './action-bar';
import { arrange, type Arrangement, type FormulaItem, groupChoices, sortChoices } from './arrange';
import { EditPanel } from './edit-panel';
import { FormulaGrid } from './formula-grid';
import { type FormulaActions, type ListActionState, useFormulaActions } from './use-formula-actions';
import { type FormulaListState, useFormulaList } from './use-formula-list';

export interface ManagerProps {
  readonly formulas: WorkbookFormulas;
  readonly cells: Cells;
  readonly offers: FieldOptions;
  readonly serialShift: SerialShift;
  readonly now: Instant;
  readonly workbook: Pick<Workbook, 'retry'> & { readonly status: Pick<RefreshStatusCell, 'get'> };
  /** Goes back to the form. */
  readonly onClose: () => void;
  readonly actions: Pick<Actions, 'act'>;
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, height: '100vh', minHeight: '480px' },
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    alignItems: 'center',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} 0 ${tokens.spacingHorizontalXS}`,
  },
  tools: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalS,
    padding: `0 ${tokens.spacingHorizontalL}`,
    '& .fui-Input, & .fui-Select, & select': { minWidth: 0 },
  },
  search: { gridColumn: '1 / -1' },
  notice: { padding: `0 ${tokens.spacingHorizontalL}`, ':empty': { display: 'none' } },
  rest: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
});

const counted = new Intl.NumberFormat('en');

/** How the latest action went; read out when it appears. */
const OutcomeNotice = ({
  outcome,
  onDismiss,
}: {
  readonly outcome: ListActionState;
  readonly onDismiss: () => void;
}): ReactNode => {
  const dismiss = (
    <Button appearance="transparent" aria-label="Dismiss" icon={<DismissRegular />} onClick={onDismiss} />
  );
  if (outcome.kind === 'failed') return <Notice failure={outcome.failure} />;
  if (outcome.kind !== 'done') return null;
  return (
    <MessageBar intent="success">
      <MessageBarBody>
        <MessageBarTitle>{outcome.title}</MessageBarTitle> {outcome.text}
      </MessageBarBody>
      <MessageBarActions containerAction={dismiss} />
    </MessageBar>
  );
};

const busyLabel = ({ done, all }: Extract<FormulaListState, { kind: 'busy' }>): string =>
  all === undefined || done === 0
    ? 'Finding formulas…'
    : `Reading formulas: ${counted.format(done)} of ${counted.format(all)}…`;

interface ToolsProps {
  readonly arrangement: Arrangement;
  readonly onChange: (change: Partial<Arrangement>) => void;
}

/** How the list is searched, sorted and grouped. */
const Tools = ({ arrangement, onChange }: ToolsProps): ReactNode => {
  const styles = useStyles();
  return (
    <div className={styles.tools} role="search">
      <Input
        className={styles.search}
        type="search"
        aria-label="Search formulas"
        placeholder="Search"
        value={arrangement.search}
        onChange={(_, { value }) => onChange({ search: value })}
      />
      <Select
        aria-label="Sort by"
        value={arrangement.sort}
        onChange={(_, { value }) => onChange({ sort: sortChoices.find(([one]) => one === value)?.[0] ?? 'place' })}
      >
        {sortChoices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Group by"
        value={arrangement.group}
        onChange={(_, { value }) => onChange({ group: groupChoices.find(([one]) => one === value)?.[0] ?? 'none' })}
      >
        {groupChoices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
};

interface ListProps extends ManagerProps {
  readonly listing: Extract<FormulaListState, { kind: 'ready' }>;
  readonly actionsOn: FormulaActions;
}

const List = ({ listing, actionsOn, actions, offers, now, onClose }: ListProps): ReactNode => {
  const styles = useStyles();
  const { items, surroundings } = listing;
  const [arrangement, setArrangement] = useState<Arrangement>({ search: '', sort: 'place', group: 'none' });
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState(false);
  const rows = useMemo(() => arrange(items, arrangement), [items, arrangement]);
  const shown = useMemo(() => rows.flatMap((row) => (row.kind === 'item' ? [row.item] : [])), [rows]);
  // What a search hides is not acted on.
  const chosen = useMemo(() => shown.filter(({ id }) => marked.has(id)), [shown, marked]);
  const chosenIds = useMemo(() => new Set(chosen.map(({ id }) => id)), [chosen]);
  const edit = async (all: readonly FormulaItem[]): Promise<void> => {
    const [first, ...others] = all;
    if (first === undefined) return;
    if (others.length > 0 || !first.parsed.isOneCall) setEditing(true);
    else if (await actionsOn.goTo(first)) onClose();
  };
  const on = {
    goTo: ([item]: readonly FormulaItem[]) => void (item && actionsOn.goTo(item)),
    edit: (all: readonly FormulaItem[]) => void edit(all),
    refresh: (all: readonly FormulaItem[]) => void actionsOn.refresh(all),
    duplicate: ([item]: readonly FormulaItem[]) => void (item && actionsOn.duplicate(item)),
    chart: ([item]: readonly FormulaItem[]) => void (item && actionsOn.chart(item)),
  };
  const further = useMemo(() => [freezeAction(actions)], [actions]);
  const isBusy = actionsOn.outcome.kind === 'busy';
  const isEditing = editing && chosen.length > 0;
  return (
    <>
      <Tools arrangement={arrangement} onChange={(change) => setArrangement((before) => ({ ...before, ...change }))} />
      <ActionBar chosen={chosen} all={shown.length} isBusy={isBusy} on={on} further={further} />
      {rows.length === 0 ? (
        <Text className={styles.rest}>No formula matches.</Text>
      ) : (
        <FormulaGrid
          key={JSON.stringify(arrangement)}
          rows={rows}
          chosen={chosenIds}
          now={now}
          onChoose={setMarked}
          onGoTo={(item) => on.goTo([item])}
        />
      )}
      {isEditing ? (
        <EditPanel
          items={chosen}
          surroundings={surroundings}
          offers={offers}
          isBusy={isBusy}
          onApply={(changes) =>
            void actionsOn
              .edit(chosen, changes, surroundings)
              .then((isDone) => (isDone ? setEditing(false) : undefined))
          }
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
};

/** Of the button that opens the list, too. */
const heading = 'Formulas in this workbook';

const noSkills: readonly SkillEntry[] = [];

/** All formulas of the workbook that call the add-in, and what can be done with one or many of them. */
export const Manager = (props: ManagerProps): ReactNode => {
  const { formulas, cells, offers, serialShift, now, workbook, onClose } = props;
  const styles = useStyles();
  const root = useRef<HTMLElement>(null);
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  const clock = useCallback(() => latest.current, []);
  const { list } = offers.skills;
  const skills = list.kind === 'ready' ? list.items : noSkills;
  const [listing, again] = useFormulaList({ formulas, cells, skills, serialShift, now: clock });
  const actionsOn = useFormulaActions({ formulas, cells, workbook, onStale: again });
  useEffect(() => {
    root.current?.querySelector<HTMLElement>('h1')?.focus();
    // The form is there again by then, and goes on where it was left.
    return () => document.querySelector<HTMLElement>(`button[aria-label="${heading}"]`)?.focus();
  }, []);
  return (
    <main ref={root} className={styles.root}>
      <div className={styles.head}>
        <IconButton icon={<ArrowLeftRegular />} label="Back to the form" onClick={onClose} />
        <PaneHeader heading={heading} topic="formulas" />
      </div>
      <div className={styles.notice} role="status">
        <OutcomeNotice outcome={actionsOn.outcome} onDismiss={actionsOn.forget} />
      </div>
      {listing.kind === 'busy' ? <Spinner className={styles.rest} label={busyLabel(listing)} role="status" /> : null}
      {listing.kind === 'failed' ? (
        <div className={styles.rest}>
          <Notice failure={listing.failure} />
          <Button onClick={again}>Try again</Button>
        </div>
      ) : null}
      {listing.kind === 'ready' && listing.items.length === 0 ? (
        <div className={styles.rest}>
          <Text>This workbook has no formulas of the add-in yet.</Text>
          <Button appearance="primary" onClick={onClose}>
            New formula
          </Button>
        </div>
      ) : null}
      {listing.kind === 'ready' && listing.items.length > 0 ? (
        <List {...props} listing={listing} actionsOn={actionsOn} />
      ) : null}
    </main>
  );
};
