/** What the ribbon's buttons do; their names stand in the manifest. */
import type { FormulaAction } from '../office/actions/action-status';
import { showPane } from '../office/excel/host';
import { runtime } from '../office/runtime';
import type { CellScope } from '../office/scope/outcome';

/** A press of a button, which Excel considers unfinished until `completed` is called. */
type Press = Pick<Office.AddinCommands.Event, 'completed'>;

/**
 * Has all our formulas of the workbook ask again; where they could not be answered nothing happens, and the pane, which
 * opens where Excel lets it, says why. Excel waits for `completed`, whatever happens.
 */
export const refreshWorkbook = async (event: Press): Promise<void> => {
  try {
    const { kind } = await runtime().workbook.refresh();
    if (kind === 'refused') await showPane();
  } finally {
    event.completed();
  }
};

/** Acts on formulas. The pane tells what came of it, and opens if a formula was left as it is. */
const act = async (event: Press, action: FormulaAction, scope: CellScope): Promise<void> => {
  try {
    const status = await runtime().actions.act(action, scope);
    if (status.kind !== 'done' || status.refused.length > 0 || status.cells.length === 0) await showPane();
  } finally {
    event.completed();
  }
};

Office.actions.associate('refreshWorkbook', (event: Press) => void refreshWorkbook(event));
for (const action of ['freeze', 'thaw', 'mark', 'unmark'] as const)
  for (const [name, scope] of [
    ['Selection', 'selection'],
    ['Sheet', 'sheet'],
    ['Workbook', 'workbook'],
  ] as const)
    Office.actions.associate(`${action}${name}`, (event: Press) => void act(event, action, scope));
Office.actions.associate('listSources', (event: Press) => void act(event, 'sources', 'workbook'));
