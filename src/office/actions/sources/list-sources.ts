import type { Instant } from '../../../core/domain/instant';
import { splitAddress } from '../../../core/formula/cell-address';
import { addressOf, findFormulas } from '../../excel/find-formulas';
import { asOneUndoStep, type RunExcel } from '../../excel/run';
import type { CellKnowledge } from '../freeze/candidates';
import { readFrozen } from '../freeze/frozen-names';
import { localTime } from '../freeze/origin-note';
import type { ActionOutcome } from '../scope/outcome';
import { type Source, sourceRow } from './source-rows';
import { writeSheet } from './sources-sheet';

export interface SourcesDeps {
  readonly run: RunExcel;
  readonly now: () => Instant;
  readonly knowledge: () => CellKnowledge;
}

/** The add-in's version, as its manifest has it. */
const version = '0.1.0';

const placeOf = (address: string): Pick<Source, 'sheet' | 'cells'> => {
  const [sheet, cells] = splitAddress(address);
  return { sheet, cells };
};

/** Formulas and frozen values of the workbook, in the order of sheets and rows. */
const readSources = async (
  context: Excel.RequestContext,
  { hasCalled, isWaiting, failureAt, originOf }: CellKnowledge,
): Promise<readonly Source[]> => {
  const found = await findFormulas(context, hasCalled);
  const frozen = await readFrozen(context);
  return [
    ...found.map(({ address, formula }) => {
      const failure = failureAt(address);
      return {
        ...placeOf(address),
        formula,
        origin: originOf(address),
        isWaiting: isWaiting(address),
        ...(failure === undefined ? {} : { failure }),
      };
    }),
    ...frozen.map(({ area: { sheet, row, column }, record }) => ({
      ...placeOf(addressOf({ sheet, row, column })),
      formula: record?.formula ?? '',
      origin: undefined,
      frozenAt: record?.at ?? 'an unknown day',
    })),
  ];
};

/**
 * Lists where the numbers of the workbook come from, on a sheet of its own: none is made for an empty list.
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const listSources = ({ run, now, knowledge }: SourcesDeps): Promise<ActionOutcome> =>
  run(async (context) => {
    const sources = await readSources(context, knowledge());
    const about = `As of ${localTime(now())}, by Skill Metrics ${version}. Times are in each formula's time zone.`;
    await writeSheet(context, about, sources.map(sourceRow));
    return { cells: sources.map(({ sheet, cells }) => `${sheet}!${cells}`), refused: [] };
  }, asOneUndoStep());
