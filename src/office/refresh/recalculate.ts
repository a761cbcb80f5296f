import { splitAddress } from '../../core/formula/cell-address';
import { placeKey, type Callers, type CellCall } from '../cells/callers';
import { isCellEdit } from '../excel/errors';
import { asOneUndoStep, cellAt, type RunExcel } from '../excel/run';
import type { FailedCells } from '../cells/failed-cells';
import { addressOf, type FoundCell } from '../excel/find-formulas';
import { alwaysCalls, isError, isFormula, runsOf } from '../excel/formula-cells';
import type { LastResults } from '../cells/last-results';
import { delay, type SetTimer } from '../lib/timers';

export interface RecalculateDeps {
  readonly run: RunExcel;
  readonly wait: SetTimer;
  readonly callers: Callers;
  readonly failed: Pick<FailedCells, 'drop' | 'waiting'>;
  readonly last: Pick<LastResults, 'drop'>;
}

/** Cells, or runs of them, acted on at once. */
const atOnce = 500;

const inParts = async <T>(all: readonly T[], act: (part: readonly T[]) => Promise<void>): Promise<void> => {
  for (let at = 0; at < all.length; at += atOnce) await act(all.slice(at, at + atOnce));
};

/**
 * Marks ranges and calculates just them. Pressing F9 would not: Excel leaves clean cells of custom functions alone
 * (https://github.com/OfficeDev/office-js/issues/1462). `application.calculate` would calculate all open workbooks.
 */
const calculate = (run: RunExcel, addresses: readonly string[]): Promise<void> =>
  inParts(addresses, (part) =>
    run(async (context) => {
      const ranges = part.map((address) => cellAt(context, address));
      for (const range of ranges) range.setDirty();
      for (const range of ranges) range.calculate();
      await context.sync();
    }),
  );

/** Enters formulas again, in one step of undo where Excel can. */
const enterAgain = async (
  run: RunExcel,
  cells: readonly { readonly address: string; readonly formula: string }[],
): Promise<void> => {
  if (cells.length === 0) return;
  const sheetOf = ({ address }: { readonly address: string }): string => splitAddress(address)[0];
  await run(async (context) => {
    for (const sheet of new Set(cells.map(sheetOf))) {
      const ofSheet = cells.filter((cell) => sheetOf(cell) === sheet);
      await inParts(ofSheet, async (part) => {
        for (const { address, formula } of part) {
          // What Excel puts before the functions of an add-in that it does not know yet.
          cellAt(context, address).formulas = [[formula.replace(/_xldudf_/gi, '')]];
        }
        // A sheet that is protected keeps its formulas, and no other from getting theirs.
        await context.sync().catch((error: unknown) => {
          if (isCellEdit(error)) throw error;
        });
      });
    }
  }, asOneUndoStep());
};

/** Those of some cells whose sheet is there. */
const present = (run: RunExcel, addresses: readonly string[]): Promise<readonly string[]> =>
  run(async (context) => {
    const names = [...new Set(addresses.map((address) => splitAddress(address)[0]))];
    const sheets = names.map((name) => ({ name, sheet: context.workbook.worksheets.getItemOrNullObject(name) }));
    for (const { sheet } of sheets) sheet.load('name');
    await context.sync();
    const gone = sheets.filter(({ sheet }) => sheet.isNullObject).map(({ name }) => name);
    return addresses.filter((address) => !gone.includes(splitAddress(address)[0]));
  });

/** Those of some cells that hold a formula, and whether they show an error. */
const look = async (
  run: RunExcel,
  addresses: readonly string[],
): Promise<readonly { readonly address: string; readonly formula: string; readonly error: boolean }[]> => {
  const seen: { address: string; formula: string; error: boolean }[] = [];
  await inParts(addresses, (part) =>
    run(async (context) => {
      const cells = part.map((address) => ({ address, range: cellAt(context, address) }));
      for (const { range } of cells) range.load('formulas,valueTypes');
      await context.sync();
      for (const { address, range } of cells) {
        const formula: unknown = range.formulas[0]?.[0];
        if (isFormula(formula)) seen.push({ address, formula, error: isError(range.valueTypes[0]?.[0]) });
      }
    }),
  );
  return seen;
};

/**
 * When it is looked whether Excel has asked: after an error a cell's next calculation may hang in #BUSY! without our being
 * called, until a second one (https://github.com/OfficeDev/office-js/issues/3234). Unit: milliseconds.
 */
const looks = [2_000, 3_000];

/** Has the add-in's cells calculate again, and sees to it that Excel asks for them. */
export interface Recalculate {
  /** Settles once the cells are marked; goes on looking after them. */
  (cells: readonly FoundCell[]): Promise<void>;
  /** The same for single cells by their addresses; those whose sheet is gone are forgotten. */
  at(addresses: readonly string[]): Promise<void>;
  /** Enters the formulas of cells again, for those that Excel does not calculate otherwise. */
  enter(addresses: readonly string[]): Promise<void>;
}

export const createRecalculate = ({ run, wait, callers, failed, last }: RecalculateDeps): Recalculate => {
  const calledSince = (turn: number): ((address: string) => boolean) => {
    const called = new Set(callers.since(turn).map(placeKey));
    return (address) => called.has(placeKey(address));
  };
  /** What a cell has not called for again with the others is no longer in its formula. */
  const tidy = (turn: number): void => {
    const called = calledSince(turn);
    const gone = (call: CellCall): boolean => called(call.address) && call.turn <= turn;
    failed.drop(gone);
    last.drop(gone);
  };
  /** Of some cells, tells just these as silent. */
  const tell = (cells: readonly string[], silent: readonly string[]): void => {
    const told = new Set(cells.map(placeKey));
    callers.setSilent([...callers.silent().filter((one) => !told.has(placeKey(one))), ...silent]);
  };
  const lookAfter = async (addresses: readonly string[], turn: number): Promise<void> => {
    const missing = async (): Promise<readonly string[]> => {
      const called = calledSince(turn);
      const waiting = new Set(failed.waiting().map(placeKey));
      const silent = await look(
        run,
        addresses.filter((address) => !called(address)),
      );
      // Not every formula calls each time: IF may leave it out.
      return silent
        .filter(({ address, formula, error }) => error || waiting.has(placeKey(address)) || alwaysCalls(formula))
        .map(({ address }) => address);
    };
    const [first = 0, second = 0] = looks;
    await delay(wait, first);
    const again = await missing();
    if (again.length > 0) {
      await calculate(run, again);
      await delay(wait, second);
      tell(addresses, await missing());
    }
    tidy(turn);
  };
  const nudge = async (ranges: readonly string[], cells: readonly string[], turn: number): Promise<void> => {
    tell(cells, []);
    await calculate(run, ranges);
    // The sheet is gone, protected or being edited: the cells themselves say what is wrong with them.
    lookAfter(cells, turn).catch(() => undefined);
  };

  const recalculate = async (cells: readonly FoundCell[]): Promise<void> => {
    const turn = callers.turn();
    await enterAgain(
      run,
      cells.filter(({ shows }) => shows === 'unknown-name'),
    );
    const ranges = runsOf(cells.filter(({ shows }) => shows !== 'unknown-name')).map(addressOf);
    await nudge(
      ranges,
      cells.map(({ address }) => address),
      turn,
    );
  };
  return Object.assign(recalculate, {
    at: async (addresses: readonly string[]) => {
      const turn = callers.turn();
      const there = await present(run, addresses);
      const isGone = ({ address }: CellCall): boolean => addresses.includes(address) && !there.includes(address);
      failed.drop(isGone);
      last.drop(isGone);
      await nudge(there, there, turn);
    },
    enter: async (addresses: readonly string[]) => {
      const turn = callers.turn();
      await enterAgain(run, await look(run, addresses));
      await nudge([], addresses, turn);
    },
  });
};
