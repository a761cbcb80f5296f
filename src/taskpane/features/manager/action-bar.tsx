import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons/svg/arrow-right';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { DataLineRegular } from '@fluentui/react-icons/svg/data-line';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { WeatherSnowflakeRegular } from '@fluentui/react-icons/svg/weather-snowflake';
import type { ReactElement, ReactNode } from 'react';
import type { Actions } from '../../../office/actions/actions';
import type { FormulaItem } from './arrange';
import { isEditable } from './edit-fields';

/** An action on chosen formulas, for the bar. */
export interface BarAction {
  readonly label: string;
  readonly icon: ReactElement;
  /** Why it can't be done with these formulas; undefined where it can. */
  readonly refusal: (items: readonly FormulaItem[]) => string | undefined;
  readonly run: (items: readonly FormulaItem[]) => void;
}

const one = (items: readonly FormulaItem[], ifOne: (item: FormulaItem) => string | undefined): string | undefined => {
  const [first] = items;
  return first === undefined || items.length > 1 ? 'Choose one formula.' : ifOne(first);
};

const inCell = ({ listed }: FormulaItem): string | undefined =>
  listed.at.kind === 'cell' ? undefined : 'It’s in a defined name, not in a cell.';

const charted = ({ parsed }: FormulaItem): string | undefined =>
  parsed.isOneCall && parsed.calls[0]?.found.call === 'SKILLMETRICS'
    ? undefined
    : 'Only values over time, in a cell of their own, have a chart.';

/** What happens at a press of each button. */
export type ActionHandlers = Readonly<Record<'goTo' | 'edit' | 'refresh' | 'duplicate' | 'chart', BarAction['run']>>;

const actionsFor = (on: ActionHandlers): readonly BarAction[] => [
  {
    label: 'Go to',
    icon: <ArrowRightRegular />,
    refusal: (items) => one(items, () => undefined),
    run: on.goTo,
  },
  {
    label: 'Edit',
    icon: <EditRegular />,
    refusal: (items) => {
      if (items.length === 0) return 'Choose formulas.';
      return items.some(isEditable) ? undefined : 'Their calls are in a defined name, or only Excel can read them.';
    },
    run: on.edit,
  },
  {
    label: 'Refresh',
    icon: <ArrowSyncRegular />,
    refusal: (items) => (items.some((item) => inCell(item) === undefined) ? undefined : 'Choose formulas in cells.'),
    run: on.refresh,
  },
  { label: 'Duplicate', icon: <CopyRegular />, refusal: (items) => one(items, inCell), run: on.duplicate },
  { label: 'Chart', icon: <DataLineRegular />, refusal: (items) => one(items, charted), run: on.chart },
];

/** Freezes chosen formulas. The pane says what came of it. */
export const freezeAction = ({ act }: Pick<Actions, 'act'>): BarAction => ({
  label: 'Freeze',
  icon: <WeatherSnowflakeRegular />,
  refusal: (items) => (items.some(({ listed }) => listed.at.kind === 'cell') ? undefined : 'Choose formulas in cells.'),
  run: (items) =>
    void act('freeze', { chosen: items.flatMap(({ listed: { at } }) => (at.kind === 'cell' ? [at] : [])) }),
});

interface ActionBarProps {
  readonly chosen: readonly FormulaItem[];
  /** How many formulas there are to choose from. */
  readonly all: number;
  readonly isBusy: boolean;
  readonly on: ActionHandlers;
  /** Actions beside the list's own. */
  readonly further: readonly BarAction[];
}

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXXS, padding: `0 ${tokens.spacingHorizontalL}` },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  button: { minWidth: 'auto', paddingInline: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const counted = new Intl.NumberFormat('en');

/** How many formulas are chosen, and what can be done with them. */
export const ActionBar = ({ chosen, all, isBusy, on, further }: ActionBarProps): ReactNode => {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <div className={styles.buttons} role="group" aria-label="Chosen formulas">
        {[...actionsFor(on), ...further].map(({ label, icon, refusal, run }) => {
          const why = refusal(chosen);
          return (
            <Button
              key={label}
              className={styles.button}
              appearance="subtle"
              size="small"
              icon={icon}
              disabledFocusable={isBusy || why !== undefined}
              {...(why === undefined ? {} : { title: why })}
              onClick={() => run(chosen)}
            >
              {label}
            </Button>
          );
        })}
      </div>
      <Caption1 role="status" className={styles.quiet}>
        {chosen.length === 0
          ? `${counted.format(all)} ${all === 1 ? 'formula' : 'formulas'}`
          : `${counted.format(chosen.length)} of ${counted.format(all)} chosen`}
      </Caption1>
    </div>
  );
};
