import { splitAddress } from '../../core/formula/cell-address';
import { type Callers, type CellCall, placeKey } from '../cells/callers';
import type { FailedCells } from '../cells/failed-cells';
import type { LastResults } from '../cells/last-results';
import { addressOf, type FoundCell } from '../excel/find-formulas';
import { alwaysCalls, isError, isFormula, runsOf } from '../excel/formula-cells';
import { asOneUndoStep, cellAt, isCellEdit, type RunExcel } from '../excel/run';
import { delay, type SetTimer } from '../lib/async';

export interface RecalculateDeps {
  readonly run: RunExcel;
  readonly wait: SetTimer;
  readonly callers: Callers;
  readonly failed: Pick<FailedCells, 'drop' | 'waiting'>;
  readonly last: Pick<LastResults, 'drop'>;
}

/** The most cells, or runs of cells, in one batch. */
const atOnce = 500;

const inParts = async <T>(all: readonly T[], act: (part: readonly T[]) => Promise<void>): Promise<void> => {
  for (let at = 0; at < all.length; at += atOnce) await act(all.slice(at, at + atOnce));
};

/**
 * Marks ranges as dirty and calculates them. F9 doesn't calculate clean cells of custom functions, and
 * `application.calculate` would calculate all open workbooks.
 * @see {@link https://github.com/OfficeDev/office-js/issues/1462}
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

/** Enters formulas again, as one undo step where Excel supports it. */
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
          // Excel's prefix for functions of an add-in that it doesn't know yet.
          cellAt(context, address).formulas = [[formula.replace(/_xldudf_/gi, '')]];
        }
        // A protected sheet must not keep the other sheets from being written.
        await context.sync().catch((error: unknown) => {
          if (isCellEdit(error)) throw error;
        });
      });
    }
  }, asOneUndoStep());
};

/** The cells whose sheet exists. */
const present = (run: RunExcel, addresses: readonly string[]): Promise<readonly string[]> =>
  run(async (context) => {
    const names = [...new Set(addresses.map((address) => splitAddress(address)[0]))];
    const sheets = names.map((name) => ({ name, sheet: context.workbook.worksheets.getItemOrNullObject(name) }));
    for (const { sheet } of sheets) sheet.load('name');
    await context.sync();
    const gone = sheets.filter(({ sheet }) => sheet.isNullObject).map(({ name }) => name);
    return addresses.filter((address) => !gone.includes(splitAddress(address)[0]));
  });

/** The cells that hold a formula, and whether they show an error. */
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
 * The waits before each check that Excel has called the functions, in milliseconds. After an error, a cell may hang in
 * `#BUSY!` without a call until it is calculated a second time.
 * @see {@link https://github.com/OfficeDev/office-js/issues/3234}
 */
const looks = [2_000, 3_000];

/** Recalculates the add-in's cells, and checks that Excel calls their functions. Rejects with a FailureError only. */
export interface Recalculate {
  /** Recalculates cells. Resolves when Excel has accepted the request; the check goes on afterwards. */
  (cells: readonly FoundCell[]): Promise<void>;
  /** Recalculates single cells by their addresses. Cells on a deleted sheet are forgotten. */
  at(addresses: readonly string[]): Promise<void>;
  /** Enters the formulas of cells again, for cells that Excel doesn't calculate otherwise. */
  enter(addresses: readonly string[]): Promise<void>;
}

/** Creates the recalculation of the add-in's cells. */
export const createRecalculate = ({ run, wait, callers, failed, last }: RecalculateDeps): Recalculate => {
  const calledSince = (turn: number): ((address: string) => boolean) => {
    const called = new Set(callers.since(turn).map(placeKey));
    return (address) => called.has(placeKey(address));
  };
  /** Forgets the calls that a recalculated cell hasn't made again: they are no longer in its formula. */
  const tidy = (turn: number): void => {
    const called = calledSince(turn);
    const gone = (call: CellCall): boolean => called(call.address) && call.turn <= turn;
    failed.drop(gone);
    last.drop(gone);
  };
  /** Among `cells`, marks only `silent` as silent. */
  const tell = (cells: readonly string[], silent: readonly string[]): void => {
    const recalculated = new Set(cells.map(placeKey));
    callers.setSilent([...callers.silent().filter((one) => !recalculated.has(placeKey(one))), ...silent]);
  };
  const lookAfter = async (addresses: readonly string[], turn: number): Promise<void> => {
    const missing = async (): Promise<readonly string[]> => {
      const called = calledSince(turn);
      const waiting = new Set(failed.waiting().map(placeKey));
      const silent = await look(
        run,
        addresses.filter((address) => !called(address)),
      );
      // A formula such as IF may skip its call.
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
    // The sheet may be deleted or protected; its cells then show their own errors.
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
