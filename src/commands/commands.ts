/** What the buttons of the ribbon and of the cells' context menu do; their names stand in the manifest. */
import type { FormulaAction } from '../office/actions/action-status';
import type { CellScope } from '../office/actions/scope/outcome';
import { showPane } from '../office/excel/host';
import type { RefreshScope } from '../office/refresh/refresh-status';
import { runtime } from '../office/runtime';

/** A press of a button, which Excel considers unfinished until `completed` is called. */
type Press = Pick<Office.AddinCommands.Event, 'completed'>;

/**
 * Has our formulas in a scope ask again; where they could not be answered nothing happens, and the pane, which opens where
 * Excel lets it, says why. Excel goes on at once: a refresh may have to wait for another one.
 */
const refresh = async (scope: RefreshScope, event: Press): Promise<void> => {
  event.completed();
  const { kind } = await runtime().workbook.refresh(scope);
  if (kind === 'refused') await showPane();
};

const commands: Readonly<Record<string, RefreshScope>> = {
  refreshCell: 'cell',
  refreshSelection: 'selection',
  refreshSheet: 'sheet',
  refreshWorkbook: 'workbook',
  refreshEverything: 'everything',
};

for (const [name, scope] of Object.entries(commands))
  Office.actions.associate(name, (event: Press) => void refresh(scope, event));

/** Acts on formulas. The pane tells what came of it, and opens if a formula was left as it is. */
const act = async (event: Press, action: FormulaAction, scope: CellScope): Promise<void> => {
  try {
    const status = await runtime().actions.act(action, scope);
    if (status.kind !== 'done' || status.refused.length > 0 || status.cells.length === 0) await showPane();
  } finally {
    event.completed();
  }
};

for (const action of ['freeze', 'thaw', 'mark', 'unmark'] as const)
  for (const [name, scope] of [
    ['Selection', 'selection'],
    ['Sheet', 'sheet'],
    ['Workbook', 'workbook'],
  ] as const)
    Office.actions.associate(`${action}${name}`, (event: Press) => void act(event, action, scope));
Office.actions.associate('listSources', (event: Press) => void act(event, 'sources', 'workbook'));
