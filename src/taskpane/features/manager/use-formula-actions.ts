/** What people do with the formulas that they have chosen, and how it went. */
import { useState } from 'react';
import { type Failure, FailureError, failureOf } from '../../../core/domain/failure';
import { eachInSlices } from '../../../office/lib/in-slices';
import type { RefreshStatusCell } from '../../../office/refresh/refresh-status';
import type { Workbook } from '../../../office/refresh/workbook';
import type { Cells } from '../../../office/workbook/cells';
import type { WorkbookFormulas } from '../../../office/workbook/formulas/workbook-formulas';
import type { FormulaItem } from './arrange';
import type { DescriptionContext } from './describe';
import { type EditChanges, type PreparedEdit, prepareEdit } from './edit-fields';

/** How the latest action went. */
export type ListActionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly title: string; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface FormulaActionDeps {
  readonly formulas: WorkbookFormulas;
  readonly cells: Pick<Cells, 'select' | 'placementFor' | 'insert' | 'addChart'>;
  readonly workbook: Pick<Workbook, 'retry'> & { readonly status: Pick<RefreshStatusCell, 'get'> };
  /** Reads the list again. */
  readonly onStale: () => void;
}

export interface FormulaActions {
  readonly outcome: ListActionState;
  readonly forget: () => void;
  readonly goTo: (item: FormulaItem) => Promise<boolean>;
  readonly refresh: (items: readonly FormulaItem[]) => Promise<boolean>;
  readonly duplicate: (item: FormulaItem) => Promise<boolean>;
  readonly chart: (item: FormulaItem) => Promise<boolean>;
  readonly edit: (
    items: readonly FormulaItem[],
    changes: EditChanges,
    surroundings: DescriptionContext,
  ) => Promise<boolean>;
}

const plural = (count: number): string => (count === 1 ? '1 formula' : `${count.toLocaleString('en')} formulas`);

/** The cell of a formula in sight. Throws where there is none to go to. */
const cellOf = ({ listed, place }: FormulaItem): string => {
  const { at, sheet } = listed;
  if (at.kind === 'name')
    throw new FailureError({
      code: 'rejected',
      message: `${place} is a defined name, not a cell.`,
      advice: 'Edit it in Excel: Formulas > Name Manager.',
    });
  if (sheet === 'visible') return at.address;
  throw new FailureError({
    code: 'rejected',
    message: `${at.sheet} is a ${sheet === 'hidden' ? 'hidden' : 'very hidden'} sheet.`,
    advice:
      sheet === 'hidden'
        ? 'Unhide it in Excel: right-click a sheet tab, and select Unhide.'
        : 'Only a macro or a script can show it.',
  });
};

const addressesOf = (items: readonly FormulaItem[]): readonly string[] =>
  items.flatMap(({ listed: { at } }) => (at.kind === 'cell' ? [at.address] : []));

const noRoom: Failure = {
  code: 'rejected',
  message: 'The sheet has no room for a copy.',
  advice: 'Copy the formula to another sheet.',
};

type Problem = Extract<PreparedEdit, { kind: 'problem' }>;

const wouldFail = (problems: readonly Problem[], [first]: readonly Problem[]): Failure => ({
  code: 'rejected',
  message: `${plural(problems.length)} would no longer work. Nothing was changed.`,
  advice: first === undefined ? '' : `${first.place}: ${first.text}`,
});

const nothingToChange: ListActionState = {
  kind: 'done',
  title: 'Nothing to change.',
  text: 'The formulas say this already.',
};

/** Acts on the chosen formulas, one action after another. Each tells whether it was done. */
export const useFormulaActions = ({ formulas, cells, workbook, onStale }: FormulaActionDeps): FormulaActions => {
  const [outcome, setOutcome] = useState<ListActionState>({ kind: 'idle' });
  const act = async (work: () => Promise<ListActionState>): Promise<boolean> => {
    setOutcome({ kind: 'busy' });
    try {
      setOutcome(await work());
      return true;
    } catch (error) {
      setOutcome({ kind: 'failed', failure: failureOf(error) });
      return false;
    }
  };
  const prepare = async (
    items: readonly FormulaItem[],
    changes: EditChanges,
    surroundings: DescriptionContext,
  ): Promise<readonly PreparedEdit[]> => {
    const prepared: PreparedEdit[] = [];
    await eachInSlices(items, (item) => prepared.push(prepareEdit(item, changes, surroundings)));
    return prepared;
  };
  return {
    outcome,
    forget: () => setOutcome({ kind: 'idle' }),
    goTo: (item) =>
      act(async () => {
        await cells.select(cellOf(item));
        return { kind: 'idle' };
      }),
    refresh: (items) =>
      act(async () => {
        const addresses = addressesOf(items);
        await workbook.retry(addresses);
        // The pane says why, above the list.
        if (workbook.status.get().kind === 'refused') return { kind: 'idle' };
        return { kind: 'done', title: `Refreshing ${plural(addresses.length)}.`, text: 'New values follow.' };
      }),
    duplicate: (item) =>
      act(async () => {
        const from = cellOf(item);
        // A copy begins in the row of its formula.
        await cells.select(from);
        const place = await cells.placementFor(item.size ?? { rows: 1, columns: 1 });
        const to = place.blockedBy === undefined ? place.address : place.free;
        if (to === undefined) throw new FailureError(noRoom);
        const address = await cells.insert({ kind: 'formula', formula: item.listed.formula }, to);
        await cells.select(address);
        return { kind: 'done', title: `Copied ${from} to ${address}.`, text: 'The values fill the cells from there.' };
      }),
    chart: (item) =>
      act(async () => {
        const address = cellOf(item);
        await cells.select(address);
        cells.addChart(address);
        return {
          kind: 'done',
          title: `Adding a chart for ${address}.`,
          text: 'The chart appears once the values are there.',
        };
      }),
    edit: (items, changes, surroundings) =>
      act(async () => {
        const prepared = await prepare(items, changes, surroundings);
        const problems = prepared.filter((one) => one.kind === 'problem');
        if (problems.length > 0) throw new FailureError(wouldFail(problems, problems));
        const edits = prepared.flatMap((one) => (one.kind === 'edit' ? [one.edit] : []));
        if (edits.length === 0) return nothingToChange;
        try {
          await formulas.edit(edits);
        } finally {
          onStale();
        }
        return { kind: 'done', title: `Changed ${plural(edits.length)}.`, text: 'One Undo in Excel takes it back.' };
      }),
  };
};
