/** How the spill of an inserted formula is formatted. */
export interface SpillFormat {
  /** Where the timestamps stand: first column, first row after the headers, or nowhere. */
  readonly dates: 'column' | 'row' | 'none';
  /** Header rows (or, for rows layout, header columns) before the first value: 0, 1 or 2. */
  readonly headerRows: number;
  /** An Excel number format such as `yyyy-mm-dd`. */
  readonly dateFormat: string;
}

export type RefreshScope = 'workbook' | 'sheet' | 'selection';

/** The workbook, as far as the add-in touches it. Every method rejects with a FailureError only. */
export interface Workbook {
  /** Writes the formula into the active cell and formats what it spills; gives the cell's address. */
  insertFormula(formula: string, format: SpillFormat): Promise<{ address: string }>;
  /** Has our formulas ask again; gives how many. */
  refresh(scope: RefreshScope): Promise<number>;
  selectedAddress(): Promise<string>;
}
