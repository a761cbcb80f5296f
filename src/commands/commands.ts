/** What the ribbon's buttons do; their names stand in the manifest. */
import { runtime } from '../office/runtime';

/** Has all our formulas of the workbook ask again. Excel waits for `completed`, whatever happens. */
export const refreshWorkbook = async (event: Pick<Office.AddinCommands.Event, 'completed'>): Promise<void> => {
  try {
    await runtime.workbook.refresh('workbook');
  } catch (error) {
    // A button of the ribbon has nowhere to show a message: the cells themselves say what is wrong with them.
    console.error(error);
  } finally {
    event.completed();
  }
};

Office.actions.associate('refreshWorkbook', (event: Office.AddinCommands.Event) => void refreshWorkbook(event));
