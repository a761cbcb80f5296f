import { findFormulas } from '../../excel/find-formulas';
import { type DefinedName, isFormula, loadNames, reachesOurs } from '../../excel/formula-cells';
import type { RunExcel } from '../../excel/run';
import { nextTask } from '../../lib/async';

/** Where a formula stands: in a cell, or in a defined name, for cells to use. Row and column count from 0. */
export type FormulaPlace =
  | {
      readonly kind: 'cell';
      /** With its sheet, such as `Sheet1!B2`. */
      readonly address: string;
      readonly sheet: string;
      readonly row: number;
      readonly column: number;
    }
  | { readonly kind: 'name'; readonly name: string };

/** A formula of the workbook that calls the add-in's functions. */
export interface ListedFormula {
  /** Tells formulas apart, as long as they stay where they are. */
  readonly id: string;
  readonly at: FormulaPlace;
  readonly formula: string;
  /** Whether people see its sheet; `hidden` is for people to show, `very-hidden` for programs only. */
  readonly sheet: 'visible' | 'hidden' | 'very-hidden';
  /** What its cell showed when it was found: see {@link findFormulas}. */
  readonly shows: 'value' | 'error' | 'unknown-name';
}

/** All formulas of a workbook that call the add-in's functions. */
export interface FormulaList {
  /** Sheet by sheet in the order of the tabs, then the defined names. */
  readonly formulas: readonly ListedFormula[];
  /** The sheets, in the order of the tabs. */
  readonly sheets: readonly string[];
  /** The cells that names stand for, such as `Sheet1!$B$1`, by the name in lower case. */
  readonly cellsOfNames: ReadonlyMap<string, string>;
}

const visibilities = { Visible: 'visible', Hidden: 'hidden', VeryHidden: 'very-hidden' } as const;

/** The names of the workbook and its sheets, each once. */
const namesOf = (
  all: readonly Excel.NamedItemCollection[],
): readonly (DefinedName & { readonly formula: string })[] => {
  const names = all.flatMap(({ items }) => items.map(({ name, formula }) => ({ name, formula: String(formula) })));
  return [...new Map(names.map((one) => [`${one.name} ${one.formula}`, one])).values()];
};

const ourNames = (names: readonly DefinedName[]): readonly ListedFormula[] => {
  const reaches = reachesOurs(names);
  return names.flatMap(({ name, formula }): ListedFormula[] =>
    isFormula(formula) && reaches(formula)
      ? [{ id: `name ${name} ${formula}`, at: { kind: 'name', name }, formula, sheet: 'visible', shows: 'value' }]
      : [],
  );
};

/**
 * Lists the formulas that call the add-in's functions: in cells of all sheets, hidden ones too, inside of other
 * functions, by defined names, and in the names themselves.
 *
 * @param hasCalled whether the cell at an address has called since the add-in started
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const listFormulas = (run: RunExcel, hasCalled: (address: string) => boolean): Promise<FormulaList> =>
  run(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.load('items/name,items/visibility');
    const ofBook = loadNames(context.workbook.names);
    await context.sync();
    const sheets = worksheets.items.map(({ name, visibility }) => ({ name, visibility: visibilities[visibility] }));
    const visibilityOf = new Map(sheets.map(({ name, visibility }) => [name, visibility]));
    const ofSheets = worksheets.items.map((sheet) => loadNames(sheet.names));
    const found = await findFormulas(context, hasCalled, undefined, nextTask);
    const cells = found.map((cell): ListedFormula => {
      const { address, sheet, row, column, formula, shows } = cell;
      return {
        id: address,
        at: { kind: 'cell', address, sheet, row, column },
        formula,
        sheet: visibilityOf.get(sheet) ?? 'visible',
        shows: shows === 'unsure' ? 'value' : shows,
      };
    });
    const names = namesOf([ofBook, ...ofSheets]);
    return {
      formulas: [...cells, ...ourNames(names)],
      sheets: sheets.map(({ name }) => name),
      cellsOfNames: new Map(names.map(({ name, formula }) => [name.toLowerCase(), formula.replace(/^=/, '')])),
    };
  });
