import { closingOf } from '../../../core/formula/text/read-formula-text';
import type { TableLook } from '../../../core/tables/table-style';
import type { SettledCall } from '../../cells/calculations';
import { alwaysCalls } from '../../excel/formula-cells';

/** The cells that one call of the add-in's functions fills. */
export interface Spill {
  /** The cell with the formula, with its sheet. */
  readonly address: string;
  readonly rows: number;
  readonly columns: number;
  readonly look: TableLook;
  /** Whether some numbers came without their format. */
  readonly isBare: boolean;
}

/** The spill of a call's outcome. */
export const spillOf = ({ address, cells, look }: SettledCall): Spill => ({
  address,
  rows: cells.length,
  columns: cells[0]?.length ?? 0,
  look,
  isBare: cells.some((line, row) =>
    line.some((cell, column) => typeof cell === 'number' && look.formats(row, column) !== undefined),
  ),
});

/** Whether a spill needs no formatting: it has neither headers nor a chart, and its numbers came with their formats. */
export const isPlainSpill = ({ isBare, look }: Spill): boolean =>
  !isBare && look.headers === 0 && look.chart === undefined;

/** A key of everything that decides a spill's look: equal for spills that look the same. */
export const spillSize = ({ rows, columns, look, isBare }: Spill): string => {
  const code = (row: number, column: number): string => look.formats(row, column)?.code ?? '';
  const codes = [
    ...Array.from({ length: rows }, (_, row) => code(row, columns - 1)),
    ...Array.from({ length: columns }, (_, column) => code(rows - 1, column)),
  ];
  return JSON.stringify([rows, columns, look.headers, look.layout, look.chart, isBare, [...new Set(codes)]]);
};

/** Whether a formula consists of one call of the add-in's functions, so that its cells are those of the call. */
export const isOneCall = (formula: string): boolean =>
  alwaysCalls(formula) && closingOf(formula, formula.indexOf('(')) === formula.trimEnd().length - 1;
