import type { FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { splitAddress } from '../../../core/formula/cell-address';
import { findFormulas } from '../../excel/find-formulas';
import { isFormula } from '../../excel/formula-cells';
import { asOneUndoStep, excelFailure, type RunExcel } from '../../excel/run';
import type { ActionOutcome, CellScope, Refusal } from '../scope/outcome';
import { readRanges, runsToSet, sized } from '../scope/read-ranges';
import { readScope } from '../scope/scope';
import { type CellKnowledge, findCandidates, type FreezeCandidate } from './candidates';
import { fingerprintOf, hashesOf } from './fingerprint';
import { nameFrozen } from './frozen-names';
import { type FrozenRecord, newFrozenId } from './frozen-record';
import { addNote, loadNoteAt, localTime, noteOf } from './origin-note';

export interface FreezeDeps {
  readonly run: RunExcel;
  readonly now: () => Instant;
  /** What the add-in knows of the cells by now. */
  readonly knowledge: () => CellKnowledge;
}

/** A formula that will be frozen, as its cells are now. */
interface Plan extends FreezeCandidate {
  readonly record: FrozenRecord;
  readonly hashes: string;
  readonly formats: unknown[][];
  /** The number in its only cell; undefined for other cells. */
  readonly single: number | undefined;
  /** Whether its first cell has no note yet. */
  readonly isNoteFree: boolean;
}

/** Formulas that are written in one request. */
const atOnce = 200;

const keyOf = (hashes: readonly (number | undefined)[]): string => hashes.join();

/** Notes what the cells are now. */
const planFor = async (
  context: Excel.RequestContext,
  candidates: readonly FreezeCandidate[],
  { now, originOf }: Pick<FreezeDeps, 'now'> & Pick<CellKnowledge, 'originOf'>,
): Promise<readonly Plan[]> => {
  const ranges = candidates.map((candidate) => sized(context, candidate.area));
  const notes = ranges.map(({ range }, index) =>
    loadNoteAt(range.worksheet, splitAddress(candidates[index]?.cell.address ?? '')[1]),
  );
  const read = await readRanges(context, ranges);
  return candidates.flatMap((candidate, index) => {
    const cells = read[index];
    if (cells === undefined) return [];
    const hashes = hashesOf(cells.values);
    const only = cells.values.length === 1 && cells.values[0]?.length === 1 ? cells.values[0][0] : undefined;
    const fetched = originOf(candidate.cell.address)?.fetchedAt;
    const record: FrozenRecord = {
      formula: candidate.cell.formula,
      at: localTime(now()),
      ...(fetched === undefined ? {} : { fetched: localTime(fetched) }),
      fingerprint: fingerprintOf(hashes),
    };
    return [
      {
        ...candidate,
        record,
        hashes: keyOf(hashes),
        formats: cells.formats,
        single: typeof only === 'number' ? only : undefined,
        isNoteFree: notes[index]?.isFree() ?? false,
      },
    ];
  });
};

/** Writes the values over the formula, with the formats that they have shown, and names and a note of where they came from. */
const write = (context: Excel.RequestContext, plan: Plan): void => {
  const { record, formats, area, isNoteFree, single } = plan;
  const { range } = sized(context, plan.area);
  // A number is written as it is: Excel doesn't paste into one cell of merged ones.
  if (single === undefined) range.copyFrom(range, 'Values');
  else range.values = [[single]];
  for (const { row, column, rows, code } of runsToSet(formats))
    // Excel accepts one value for all cells; its types allow only arrays of the range's size.
    Object.assign(range.getCell(row, column).getResizedRange(rows - 1, 0), { numberFormat: code });
  nameFrozen(context, range.worksheet, range, { id: newFrozenId(), record, here: area.sheet });
  if (isNoteFree) addNote(range.getCell(0, 0), noteOf(record));
};

/** Gives a formula its cell back. */
const restore = (context: Excel.RequestContext, plan: Plan): void => {
  const { range } = sized(context, plan.area);
  range.clear('Contents');
  range.getCell(0, 0).formulas = [[plan.record.formula]];
};

const interrupted = 'Its numbers changed meanwhile, and it was left as it is. Freeze again.';

/** Looks which formulas are values by now, and whether these are the values from before. */
const checkAll = async (
  run: RunExcel,
  plans: readonly Plan[],
): Promise<{ readonly done: readonly Plan[]; readonly formulas: readonly Plan[]; readonly others: readonly Plan[] }> =>
  run(async (context) => {
    const read = await readRanges(
      context,
      plans.map((plan) => sized(context, plan.area)),
    );
    const seen = plans.map((plan, index) => {
      const cells = read[index];
      if (isFormula(cells?.formulas[0]?.[0])) return { plan, is: 'formula' } as const;
      return { plan, is: keyOf(hashesOf(cells?.values ?? [])) === plan.hashes ? 'same' : 'other' } as const;
    });
    const those = (kind: (typeof seen)[number]['is']): readonly Plan[] =>
      seen.filter(({ is }) => is === kind).map(({ plan }) => plan);
    return { done: those('same'), formulas: those('formula'), others: those('other') };
  });

/**
 * Turns formulas of the add-in into their values, bit for bit, with a note of their origin. What can't be frozen is left as it
 * is, and told.
 *
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const freeze = async (deps: FreezeDeps, scope: CellScope): Promise<ActionOutcome> => {
  const { run, now } = deps;
  const knowledge = deps.knowledge();
  const { plans, refused } = await run(async (context) => {
    const isInScope = await readScope(context, scope);
    const found = await findFormulas(context, knowledge.hasCalled);
    const { candidates, ...rest } = await findCandidates(context, found, isInScope, knowledge);
    return { plans: await planFor(context, candidates, { ...knowledge, now }), ...rest };
  });
  let failure: FailureError | undefined;
  let next = 0;
  await run(async (context) => {
    // While a person edits a cell, Excel refuses a request as a whole: the batch goes on where it was.
    for (; next < plans.length; next += atOnce) {
      for (const plan of plans.slice(next, next + atOnce)) write(context, plan);
      await context.sync();
    }
  }, asOneUndoStep()).catch((error: unknown) => {
    failure = excelFailure(error);
  });
  const { done, formulas, others } = await checkAll(run, plans);
  if (done.length === 0 && failure !== undefined) throw failure;
  if (others.length > 0)
    await run((context) => {
      for (const plan of others) restore(context, plan);
      return context.sync();
    }, asOneUndoStep());
  const left = [...formulas, ...others].map(({ cell }): Refusal => ({ address: cell.address, reason: interrupted }));
  return { cells: done.map(({ cell }) => cell.address), refused: [...refused, ...left] };
};
