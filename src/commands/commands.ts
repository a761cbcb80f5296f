/** What the ribbon's buttons do; their names stand in the manifest. */
import { showPane } from '../office/excel/host';
import { runtime } from '../office/runtime';

/**
 * Has all our formulas of the workbook ask again; where they could not be answered nothing happens, and the pane, which
 * opens where Excel lets it, says why. Excel waits for `completed`, whatever happens.
 */
export const refreshWorkbook = async (event: Pick<Office.AddinCommands.Event, 'completed'>): Promise<void> => {
  try {
    const { kind } = await runtime().workbook.refresh();
    if (kind === 'refused') await showPane();
  } finally {
    event.completed();
  }
};

Office.actions.associate('refreshWorkbook', (event: Office.AddinCommands.Event) => void refreshWorkbook(event));
