import type { Failure } from '../../../core/domain/failure';
import { splitAddress } from '../../../core/formula/cell-address';
import type { CellOrigin } from '../../cells/origins';
import type { FoundCell } from '../../excel/find-formulas';
import { isError } from '../../excel/formula-cells';
import { cellAt } from '../../excel/run';
import { loadObstacles } from '../scope/obstacles';
import type { Refusal } from '../scope/outcome';
import { areaNames, areaOf, type CellArea, type InScope } from '../scope/scope';

/** What the add-in knows of cells by their calls. */
export interface CellKnowledge {
  /** Whether a cell has called the add-in's functions. */
  readonly hasCalled: (address: string) => boolean;
  /** Whether a cell waits for an answer. */
  readonly isWaiting: (address: string) => boolean;
  /** Why the last call of a cell failed; undefined if it didn't. */
  readonly failureAt: (address: string) => Failure | undefined;
  /** Where the numbers of a cell came from; undefined if unknown. */
  readonly originOf: (address: string) => CellOrigin | undefined;
}

/** A formula that can be frozen. */
export interface FreezeCandidate {
  readonly cell: FoundCell;
  /** Its cells. */
  readonly area: CellArea;
}

/** Cells that are looked at in one request. */
const atOnce = 500;

const again = 'then freeze again.';
const loading = `It's still loading. Wait for its numbers, ${again}`;

/** Why a cell that shows a value can't be frozen: because of it, or of what is behind it. */
const faultOf = (value: unknown, isErroneous: boolean, failure: Failure | undefined): string | undefined => {
  if (value === '#BUSY!' || value === '#GETTING_DATA') return loading;
  if (failure !== undefined) return `It has no answer: ${failure.message} ${failure.advice}`;
  if (value === '#SPILL!') return `There's no room for its numbers. Make room below or beside it, ${again}`;
  return isErroneous ? `It shows ${String(value)}. Correct it, ${again}` : undefined;
};

interface InspectedCell {
  readonly cell: FoundCell;
  readonly range: Excel.Range;
  readonly spill: Excel.Range;
  readonly obstacleOf: (size: Pick<CellArea, 'rows' | 'columns'>) => string | undefined;
}

const lookAt = (context: Excel.RequestContext, cell: FoundCell): InspectedCell => {
  const range = cellAt(context, cell.address).load(`values,valueTypes,${areaNames}`);
  const spill = range.getSpillingToRangeOrNullObject().load(areaNames);
  return { cell, range, spill, obstacleOf: loadObstacles(range, 'freeze') };
};

/** Splits the formulas in scope into those that can be frozen, and those that can't. */
export const findCandidates = async (
  context: Excel.RequestContext,
  found: readonly FoundCell[],
  isInScope: InScope,
  { failureAt, isWaiting }: CellKnowledge,
): Promise<{ readonly candidates: readonly FreezeCandidate[]; readonly refused: readonly Refusal[] }> => {
  const [candidates, refused]: [FreezeCandidate[], Refusal[]] = [[], []];
  for (let at = 0; at < found.length; at += atOnce) {
    const looked = found.slice(at, at + atOnce).map((cell) => lookAt(context, cell));
    await context.sync();
    const inScope = looked
      .map((one) => ({
        ...one,
        area: areaOf(splitAddress(one.cell.address)[0], one.spill.isNullObject ? one.range : one.spill),
      }))
      .filter(({ area }) => isInScope(area));
    const spilled = inScope.map(({ spill, area }) =>
      spill.isNullObject ? undefined : { hidden: loadObstacles(spill, 'freeze'), area },
    );
    if (spilled.some((one) => one !== undefined)) await context.sync();
    for (const [index, { cell, range, area, obstacleOf }] of inScope.entries()) {
      const { address } = cell;
      const value: unknown = range.values[0]?.[0];
      const reason =
        (isWaiting(address) ? loading : undefined) ??
        faultOf(value, isError(range.valueTypes[0]?.[0]), failureAt(address)) ??
        obstacleOf({ rows: 1, columns: 1 }) ??
        spilled[index]?.hidden(area);
      if (reason === undefined) candidates.push({ cell, area });
      else refused.push({ address, reason });
    }
  }
  return { candidates, refused };
};
