import type { FailureError } from '../../../core/domain/failure';
import { joinAddress, splitAddress } from '../../../core/formula/cell-address';
import { moveReferences, referencesOf } from '../../../core/formula/text/formula-references';
import { addressOf } from '../../excel/find-formulas';
import { isFormula } from '../../excel/formula-cells';
import { asOneUndoStep, excelFailure, type RunExcel } from '../../excel/run';
import { loadObstacles } from '../scope/obstacles';
import type { ActionOutcome, CellScope, Refusal } from '../scope/outcome';
import { type ReadCells, readRanges, sized } from '../scope/read-ranges';
import { type CellArea, readScope } from '../scope/scope';
import { hashesOf, strangers } from './fingerprint';
import { type FrozenFormula, readFrozen } from './frozen-names';
import type { FrozenRecord } from './frozen-record';
import { loadNoteAt, noteOf, type NotePlace } from './origin-note';

/** Values that become a formula again. */
interface Plan {
  readonly frozen: FrozenFormula;
  readonly address: string;
  readonly record: FrozenRecord;
  /** The formula, which refers to where its cells are by now. */
  readonly formula: string;
  readonly note: NotePlace;
}

/** Formulas that are written in one request. */
const atOnce = 200;

/** The address of an area's first cell. */
const firstCell = ({ sheet, row, column }: CellArea): string => addressOf({ sheet, row, column });

/** Which of the cells aren't the frozen values any more, in a sentence; undefined if all are. */
const changesIn = ({ formulas, values }: ReadCells, { area, record }: FrozenFormula): string | undefined => {
  if (record === undefined)
    return 'The record of its formula is damaged. Enter the formula again; the note of the cell may show it.';
  const changed = strangers(hashesOf(values), record.fingerprint);
  const entered = formulas.findIndex((cells) => cells.some(isFormula));
  const row = entered >= 0 ? entered : changed?.[0];
  if (changed?.length === 0 && entered < 0) return undefined;
  const where = row === undefined ? 'Some of its cells' : `Cells in row ${area.row + row + 1}`;
  return `${where} have changed since it was frozen, and thawing would overwrite them. Undo the change, or move these cells elsewhere, then thaw again.`;
};

/** Which of the cells that a formula refers to were deleted, in a sentence; undefined if none was. */
const lossesIn = ({ record, references }: FrozenFormula): string | undefined => {
  const lost = referencesOf(record?.formula ?? '').find((_, index) => references[index] === undefined);
  if (lost === undefined) return undefined;
  return `Its formula refers to ${lost.text}, which was deleted meanwhile. Enter the formula again; the note of the cell shows it.`;
};

const look = async (
  context: Excel.RequestContext,
  frozen: readonly FrozenFormula[],
): Promise<{
  readonly plans: readonly Plan[];
  readonly refused: readonly Refusal[];
  readonly gone: readonly FrozenFormula[];
}> => {
  const ranges = frozen.map(({ area }) => sized(context, area));
  const obstacles = ranges.map(({ range }) => loadObstacles(range, 'thaw'));
  const notes = frozen.map(({ area }, index) => {
    const worksheet = ranges[index]?.range.worksheet ?? context.workbook.worksheets.getItem(area.sheet);
    return loadNoteAt(worksheet, splitAddress(firstCell(area))[1]);
  });
  const read = await readRanges(context, ranges);
  const [plans, refused, gone]: [Plan[], Refusal[], FrozenFormula[]] = [[], [], []];
  for (const [index, one] of frozen.entries()) {
    const [cells, note, obstacleOf] = [read[index], notes[index], obstacles[index]];
    if (cells === undefined || note === undefined) continue;
    const address = firstCell(one.area);
    const reason = changesIn(cells, one) ?? lossesIn(one) ?? obstacleOf?.(one.area);
    // A person has undone the freeze, or entered a formula there.
    if (isFormula(cells.formulas[0]?.[0])) gone.push(one);
    else if (reason !== undefined || one.record === undefined) refused.push({ address, reason: reason ?? '' });
    else {
      const references = one.references.map((reference) => reference ?? '');
      const formula = moveReferences(one.record.formula, references.map(unquoted), one.area.sheet);
      plans.push({ frozen: one, address, record: one.record, formula, note });
    }
  }
  return { plans, refused, gone };
};

/** An address as this add-in writes it. */
const unquoted = (address: string): string => joinAddress(...splitAddress(address)).replaceAll('$', '');

/** Clears the values, but no formats, and enters the formula. */
const write = (context: Excel.RequestContext, { frozen, formula, note, record }: Plan): void => {
  const { range } = sized(context, frozen.area);
  range.clear('Contents');
  range.getCell(0, 0).formulas = [[formula]];
  note.deleteIf(noteOf(record));
  frozen.forget();
};

/** Which of the formulas are there by now. */
const checkAll = (run: RunExcel, plans: readonly Plan[]): Promise<readonly string[]> =>
  run(async (context) => {
    const cells = plans.map(({ frozen, address }) => ({
      address,
      cell: sized(context, { ...frozen.area, rows: 1, columns: 1 }).range.load('formulas'),
    }));
    await context.sync();
    return cells.filter(({ cell }) => isFormula(cell.formulas[0]?.[0])).map(({ address }) => address);
  });

/**
 * Turns frozen values into their formulas again. Cells that a person has changed since are left as they are, with their
 * formula, and told.
 *
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const thaw = async (run: RunExcel, scope: CellScope): Promise<ActionOutcome> => {
  let refused: readonly Refusal[] = [];
  let plans: readonly Plan[] = [];
  let failure: FailureError | undefined;
  let next = 0;
  let isLooked = false;
  await run(async (context) => {
    if (!isLooked) {
      const isInScope = await readScope(context, scope);
      const all = await readFrozen(context);
      const { gone, ...found } = await look(
        context,
        all.filter(({ area }) => isInScope(area)),
      );
      ({ plans, refused } = found);
      for (const { forget } of gone) forget();
    }
    for (; next < plans.length; next += atOnce) {
      for (const plan of plans.slice(next, next + atOnce)) write(context, plan);
      await context.sync();
      isLooked = true;
    }
    await context.sync();
  }, asOneUndoStep()).catch((error: unknown) => {
    failure = excelFailure(error);
  });
  const cells = plans.length === 0 ? [] : await checkAll(run, plans);
  if (cells.length === 0 && failure !== undefined) throw failure;
  return { cells, refused };
};
