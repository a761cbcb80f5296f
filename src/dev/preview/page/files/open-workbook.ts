import type { Calls } from '../functions/calls';
import type { Book, Habits } from '../objects/book';
import type { OnEdit } from '../workbook/engine/engine';
import { createModel } from '../workbook/engine/engine';
import { Recalculation } from '../workbook/engine/recalculation';
import { typedFormulas } from '../workbook/engine/typed-formulas';
import { objectNotes } from '../workbook/object-notes';
import type { Tell } from '../workbook/watch';
import { watchWorkbook } from '../workbook/watch';
import type { SavedWorkbook } from './saved-workbook';
import { activate } from './saved-workbook';

/** What a workbook is opened with. */
interface Opening {
  readonly calls: Calls;
  readonly habits: Habits;
  readonly tell: Tell;
  /** Whether the add-in comes after the workbook. */
  readonly addInIsLate: boolean;
}

/** Opens a workbook: its cells show what they were saved with, and are calculated from now on as Excel does. */
export function openWorkbook(
  workbook: SavedWorkbook,
  { calls, habits, tell, addInIsLate }: Opening,
  onSelection: () => void,
): Pick<Book, 'model' | 'recalculation'> {
  const listeners: OnEdit[] = [];
  calls.open(workbook.calls, addInIsLate);
  const model = createModel(workbook.data, (cell) => {
    for (const listener of listeners) listener(cell);
  });
  typedFormulas(model).open(workbook.formulas);
  objectNotes(model).open(workbook.notes);
  if (workbook.active) activate(model, workbook.active);
  const recalculation = new Recalculation(model, calls, () => habits.swallowed);
  listeners.push((cell) => recalculation.edited(cell), watchWorkbook(model, tell, onSelection));
  return { model, recalculation };
}
