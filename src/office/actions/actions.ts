import { createExcelAccess, runExcel } from '../excel/run';
import { setTimer } from '../lib/async';
import { reportFailure } from '../lib/report-failure';
import type { ActionStatus, ActionStatusCell, FormulaAction } from './action-status';
import { freeze, type FreezeDeps } from './freeze/freeze';
import { thaw } from './freeze/thaw';
import { createMarks } from './provisional/marks';
import type { ActionOutcome, CellScope } from './scope/outcome';
import { listSources } from './sources/list-sources';

/** Actions on the add-in's formulas. */
export interface Actions {
  /**
   * Acts on the formulas in a scope, after the actions before. Never rejects.
   * @returns the outcome, which the observable status holds, too
   */
  act(action: FormulaAction, scope: CellScope): Promise<ActionStatus>;
  /** Brings the mark of a formula up to date, when its numbers have arrived and Excel shows them. Never rejects. */
  settled(address: string): Promise<void>;
}

/** Does an action. Rejects with a FailureError only. */
export type Deeds = Readonly<Record<FormulaAction, (scope: CellScope) => Promise<ActionOutcome>>>;

/** Creates the actions, which are done one after the other. */
export const createActions = (deeds: Deeds, status: ActionStatusCell, settled: Actions['settled']): Actions => {
  let running: Promise<unknown> = Promise.resolve();
  const act = async (action: FormulaAction, scope: CellScope): Promise<ActionStatus> => {
    status.set({ kind: 'working', action });
    try {
      status.set({ kind: 'done', action, scope, ...(await deeds[action](scope)) });
    } catch (error) {
      status.set({ kind: 'failed', action, failure: reportFailure(error) });
    }
    return status.get();
  };
  return {
    settled,
    act: (action, scope) => {
      const mine = running.then(() => act(action, scope));
      running = mine;
      return mine;
    },
  };
};

/** Creates the actions in the real Excel. */
export const createOfficeActions = (
  { knowledge }: Pick<FreezeDeps, 'knowledge'>,
  status: ActionStatusCell,
): Actions => {
  const run = runExcel;
  const marks = createMarks({ run: createExcelAccess(setTimer).run, wait: setTimer, knowledge });
  return createActions(
    {
      freeze: (scope) => freeze({ run, now: Date.now, knowledge }, scope),
      thaw: (scope) => thaw(run, scope),
      mark: (scope) => marks.mark(run, scope),
      unmark: (scope) => marks.unmark(run, scope),
      sources: () => listSources({ run, now: Date.now, knowledge }),
    },
    status,
    (address) => marks.settled(address),
  );
};
