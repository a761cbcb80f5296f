import { type Failure, FailureError } from '../../../core/domain/failure';
import { runsOf } from '../../excel/formula-cells';
import { asOneUndoStep, cellAt, excelFailure, isCellEdit, type RunExcel } from '../../excel/run';
import { nextTask } from '../../lib/async';

/** A formula to write in place of another. Row and column count from 0. */
export interface FormulaEdit {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  /** The formula that the cell holds now. */
  readonly before: string;
  readonly after: string;
}

/** A request of Excel on the web has 5 MB at most; each write has about so many bytes beside its formula. */
const most = { bytes: 4_500_000, perWrite: 700 };

/** Cells below each other that are written at once. office.js splits larger writes. */
const mostRows = 1_000;

const counted = new Intl.NumberFormat('en');
const list = new Intl.ListFormat('en');

/** The first of some places, in words. */
const some = (places: readonly string[]): string =>
  list.format(places.length <= 3 ? places : [...places.slice(0, 3), `${counted.format(places.length - 3)} more`]);

const tooMany: Failure = {
  code: 'too_large',
  message: 'These are more formulas than Excel takes in one change. Nothing was changed.',
  advice: 'Choose fewer formulas.',
};

const protectedSheets = (sheets: readonly string[]): Failure => ({
  code: 'forbidden',
  message: `${some(sheets)} ${sheets.length === 1 ? 'is' : 'are'} protected. Nothing was changed.`,
  advice: `Unprotect the ${sheets.length === 1 ? 'sheet' : 'sheets'}, or leave out ${sheets.length === 1 ? 'its' : 'their'} formulas.`,
});

const changedMeanwhile = (addresses: readonly string[]): Failure => ({
  code: 'rejected',
  message: `${some(addresses)} no longer ${addresses.length === 1 ? 'holds' : 'hold'} the formula in the list. Nothing was changed.`,
  advice: 'The list is read again. Check it, then try again.',
});

const restored = ({ failure }: FailureError): Failure => ({
  ...failure,
  message: `${failure.message} All formulas are as they were.`,
});

const notRestored = ({ failure }: FailureError, addresses: readonly string[]): Failure => ({
  ...failure,
  message: `${failure.message} ${some(addresses)} couldn't be restored.`,
  advice: 'Undo in Excel to get the earlier formulas back.',
});

/** Cells below each other whose formulas are written at once. */
interface Block {
  readonly range: Excel.Range;
  readonly edits: readonly FormulaEdit[];
}

const blocksOf = (context: Excel.RequestContext, edits: readonly FormulaEdit[]): readonly Block[] => {
  const at = new Map(edits.map((edit) => [`${edit.sheet} ${edit.row} ${edit.column}`, edit]));
  return runsOf(edits).flatMap(({ sheet, row, column, rows }): Block[] =>
    Array.from({ length: Math.ceil(rows / mostRows) }, (_, part) => {
      const from = row + part * mostRows;
      const height = Math.min(mostRows, row + rows - from);
      const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(from, column, height, 1);
      const inside = Array.from({ length: height }, (__, down) => at.get(`${sheet} ${from + down} ${column}`));
      return { range, edits: inside.filter((edit) => edit !== undefined) };
    }),
  );
};

const bytesOf = (blocks: readonly Block[]): number =>
  blocks.reduce(
    (sum, { edits }) => sum + most.perWrite + edits.reduce((all, { after }) => all + 2 * after.length + 8, 0),
    0,
  );

/** The sheets that are protected, and on which a chosen cell is locked. */
const lockedSheets = async (
  context: Excel.RequestContext,
  blocks: readonly Block[],
  names: readonly string[],
): Promise<readonly string[]> => {
  const sheets = names.map((name) => {
    const { protection } = context.workbook.worksheets.getItem(name);
    return { name, protection: protection.load('protected') };
  });
  await context.sync();
  const guarded = sheets.filter(({ protection }) => protection.protected).map(({ name }) => name);
  if (guarded.length === 0) return [];
  const cells = blocks
    .filter(({ edits }) => edits.some(({ sheet }) => guarded.includes(sheet)))
    .map(({ range, edits }) => ({ sheet: edits[0]?.sheet ?? '', protection: range.format.protection.load('locked') }));
  await context.sync();
  // Null where only some are locked.
  const isOpen = (locked: boolean | null): boolean => locked === false;
  return guarded.filter((name) => cells.some(({ sheet, protection }) => sheet === name && !isOpen(protection.locked)));
};

/** Throws where a change would fail, or would overwrite what is not in the list. */
const check = async (context: Excel.RequestContext, edits: readonly FormulaEdit[]): Promise<readonly Block[]> => {
  const names = [...new Set(edits.map(({ sheet }) => sheet))];
  const sheets = names.map((name) => context.workbook.worksheets.getItemOrNullObject(name).load('name'));
  await context.sync();
  const gone = names.filter((_, index) => sheets[index]?.isNullObject ?? true);
  if (gone.length > 0)
    throw new FailureError(
      changedMeanwhile(edits.filter(({ sheet }) => gone.includes(sheet)).map(({ address }) => address)),
    );
  const blocks = blocksOf(context, edits);
  if (bytesOf(blocks) > most.bytes) throw new FailureError(tooMany);
  const locked = await lockedSheets(context, blocks, names);
  if (locked.length > 0) throw new FailureError(protectedSheets(locked));
  for (const { range } of blocks) range.load('formulas');
  await context.sync();
  // Reading the answer, checking it, and writing take their time each.
  await nextTask();
  const others = blocks.flatMap((block) =>
    block.edits.filter(({ before }, down) => block.range.formulas[down]?.[0] !== before),
  );
  if (others.length > 0) throw new FailureError(changedMeanwhile(others.map(({ address }) => address)));
  return blocks;
};

/** Writes the formulas that were there before, and tells which cells don't hold them. */
const restore = async (run: RunExcel, edits: readonly FormulaEdit[]): Promise<readonly string[]> => {
  const isThere = (formula: unknown, { before }: FormulaEdit): boolean => formula === before;
  return run(async (context) => {
    const cells = edits.map((edit) => ({ edit, range: cellAt(context, edit.address).load('formulas') }));
    await context.sync();
    const changed = cells.filter(({ edit, range }) => !isThere(range.formulas[0]?.[0], edit));
    for (const { edit, range } of changed) {
      range.formulas = [[edit.before]];
      await context.sync().catch((error: unknown) => {
        if (isCellEdit(error)) throw error;
      });
    }
    for (const { range } of changed) range.load('formulas');
    await context.sync();
    return changed.filter(({ edit, range }) => !isThere(range.formulas[0]?.[0], edit)).map(({ edit }) => edit.address);
  }, asOneUndoStep());
};

/**
 * Writes many formulas as one step of undo: in one request, which Excel records as one step in every version. All are
 * written, or none.
 *
 * @throws {FailureError} before anything is written: `forbidden` when a cell is locked on a protected sheet, `rejected`
 * when a cell no longer holds the formula that is to be replaced, `too_large` for more than Excel takes at once.
 * Otherwise Excel's failure, whose message says that all formulas were restored, or which of them could not be.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-undo-capabilities}
 */
export const editFormulas = async (run: RunExcel, edits: readonly FormulaEdit[]): Promise<void> => {
  if (edits.length === 0) return;
  const progress = { isWriting: false };
  try {
    await run(async (context) => {
      progress.isWriting = false;
      const blocks = await check(context, edits);
      await nextTask();
      for (const block of blocks) block.range.formulas = block.edits.map(({ after }) => [after]);
      progress.isWriting = true;
      await context.sync();
    }, asOneUndoStep());
  } catch (error) {
    const failure = excelFailure(error);
    if (!progress.isWriting) throw failure;
    const left = await restore(run, edits).catch(() => edits.map(({ address }) => address));
    throw new FailureError(left.length === 0 ? restored(failure) : notRestored(failure, left), { cause: error });
  }
};
