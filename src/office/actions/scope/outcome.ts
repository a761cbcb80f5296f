/** The first cell of a formula. Row and column count from 0. */
export interface FormulaPosition {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
}

/** Whose formulas are meant: those with cells in the selection, those of the active sheet, all, or chosen ones. */
export type CellScope = 'selection' | 'sheet' | 'workbook' | { readonly chosen: readonly FormulaPosition[] };

/** A formula that was left as it is. */
export interface Refusal {
  /** Its first cell, with its sheet. */
  readonly address: string;
  /** A sentence or two: why, and what to do. */
  readonly reason: string;
}

/** What an action on formulas came to. */
export interface ActionOutcome {
  /** The first cells of the formulas on which it was done. */
  readonly cells: readonly string[];
  readonly refused: readonly Refusal[];
}
