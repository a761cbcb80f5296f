import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type Failure, failureOf } from '../../../core/domain/failure';
import { officeSheets } from '../../../office/workbook/new-sheet';
import { Notice } from '../../ui/message-bar';
import { Spinner } from '../../ui/spinner';
import { drillCostText, explainCostText } from './drill-cost';
import { type Direction, drillDown } from './drill-down';
import { type DrillProps, explainChange } from './explain-change';

type State = { readonly kind: 'idle' | 'busy' } | { readonly kind: 'failed'; readonly failure: Failure };

const directions: readonly (readonly [Direction, string])[] = [
  ['time', 'Over time'],
  ['locales', 'By locale'],
  ['intents', 'By intent'],
];

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const Cost = ({ children }: { readonly children: string | undefined }): ReactNode => {
  const styles = useStyles();
  return children === undefined ? null : <Caption1 className={styles.quiet}>{children}</Caption1>;
};

/** Looks behind the selected value, on a new sheet. */
export const DrillPanel = ({ formula, queries, relay, now, pace, names }: DrillProps): ReactNode => {
  const styles = useStyles();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = (act: (signal: AbortSignal) => Promise<unknown>): void => {
    if (state.kind === 'busy') return;
    const mine = new AbortController();
    running.current = mine;
    setState({ kind: 'busy' });
    act(mine.signal)
      .then(
        (): State => ({ kind: 'idle' }),
        (error: unknown): State => ({ kind: 'failed', failure: failureOf(error) }),
      )
      .then((next) => (mine.signal.aborted ? undefined : setState(next)))
      .catch(() => undefined);
  };
  const { request } = formula;
  const { locales, intents } = names;
  const cost = useMemo(() => {
    const deps = { names: { locales, intents }, now, pace };
    return { drill: drillCostText(request, deps), explain: explainCostText(request, deps) };
  }, [request, locales, intents, now, pace]);
  const explain = (): void =>
    run((signal) => explainChange(formula, { sheets: officeSheets, queries, relay, now, signal }));
  return (
    <>
      <div className={styles.row} role="group" aria-label="Drill down">
        <Text size={200}>Drill down:</Text>
        {directions.map(([direction, label]) => (
          <Button
            key={direction}
            size="small"
            onClick={() => run(() => drillDown(formula, direction, { sheets: officeSheets, now }))}
          >
            {label}
          </Button>
        ))}
      </div>
      <Cost>{cost.drill}</Cost>
      {request.table.compare === undefined ? null : (
        <>
          <Button size="small" onClick={explain}>
            Why did this change?
          </Button>
          <Cost>{cost.explain}</Cost>
        </>
      )}
      {state.kind === 'busy' ? <Spinner label="Making a new sheet…" role="status" /> : null}
      {state.kind === 'failed' ? <Notice failure={state.failure} /> : null}
    </>
  );
};
