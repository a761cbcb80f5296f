import type { ActionStatus, FormulaAction } from '../../../office/actions/action-status';
import type { CellScope } from '../../../office/actions/scope/outcome';

type DoneAction = Extract<ActionStatus, { kind: 'done' }>;

const formulas = (count: number): string => (count === 1 ? '1 formula' : `${count} formulas`);

const places: Readonly<Record<Extract<CellScope, string>, string>> = {
  selection: 'The selection',
  sheet: 'This sheet',
  workbook: 'This workbook',
};

/** While an action runs. */
export const workingWords: Readonly<Record<FormulaAction, string>> = {
  freeze: 'Freezing…',
  thaw: 'Thawing…',
  mark: 'Marking provisional rows…',
  unmark: 'Removing the marks…',
  sources: 'Listing sources…',
};

/** Where there was nothing to do, and nothing refused. */
const nothingWords: Readonly<Record<FormulaAction, string>> = {
  freeze: "has no formulas of Skill Metrics, so there's nothing to freeze.",
  thaw: 'has no frozen values, so nothing was thawed.',
  mark: "has no formulas with a column of dates, so there's nothing to mark.",
  unmark: 'has no marks of provisional rows.',
  sources: 'has no formulas of Skill Metrics, so there are no sources to list.',
};

const doneWords: Readonly<Record<FormulaAction, (count: number) => readonly [title: string, text: string]>> = {
  freeze: (count) => [`Froze ${formulas(count)}.`, 'The values stay as they are, with or without the add-in.'],
  thaw: (count) => [`Thawed ${formulas(count)}.`, 'The numbers are fetched again, and may have changed since.'],
  mark: (count) => [
    `Marked the provisional rows of ${formulas(count)}.`,
    'The marks follow when numbers become final.',
  ],
  unmark: (count) => [`Removed the marks from ${formulas(count)}.`, 'Other formats are as they were.'],
  sources: (count) => [`Listed the sources of ${formulas(count)}.`, 'List them again to bring the sheet up to date.'],
};

const refusedWords: Readonly<Record<FormulaAction, string>> = {
  freeze: 'not frozen',
  thaw: 'not thawed',
  mark: 'not marked',
  unmark: 'still marked',
  sources: 'not listed',
};

/** What an action came to, in a title and a text. */
export const outcomeWords = ({ action, scope, cells, refused }: DoneAction): readonly [title: string, text: string] => {
  if (cells.length > 0) return doneWords[action](cells.length);
  if (refused.length > 0) return ['Nothing was changed.', ''];
  return [`${typeof scope === 'string' ? places[scope] : 'Your choice'} ${nothingWords[action]}`, ''];
};

/** Above the formulas that were left as they are. */
export const refusalWords = ({ action, refused }: DoneAction): string =>
  `${formulas(refused.length)} ${refused.length === 1 ? 'was' : 'were'} ${refusedWords[action]}:`;
