/** How the cells of an answer are laid out. */
export interface SpillFormat {
  /** Where the timestamps stand: first column, first row, or nowhere. */
  readonly dates: 'column' | 'row' | 'none';
  /** Header rows (for dates in a row: header columns) before the first date: 0, 1 or 2. */
  readonly headerRows: number;
}
