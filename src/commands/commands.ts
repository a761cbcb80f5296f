/** What the buttons of the ribbon and of the cells' context menu do; their names stand in the manifest. */
import { showPane } from '../office/excel/host';
import type { RefreshScope } from '../office/refresh/refresh-status';
import { runtime } from '../office/runtime';

type CommandEvent = Pick<Office.AddinCommands.Event, 'completed'>;

/**
 * Has our formulas in a scope ask again; where they could not be answered nothing happens, and the pane, which opens where
 * Excel lets it, says why. Excel goes on at once: a refresh may have to wait for another one.
 */
const refresh = async (scope: RefreshScope, event: CommandEvent): Promise<void> => {
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
  Office.actions.associate(name, (event: Office.AddinCommands.Event) => void refresh(scope, event));
