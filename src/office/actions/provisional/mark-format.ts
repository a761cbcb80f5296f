import type { CellArea } from '../scope/scope';

/** Says in a conditional format's formula whose it is. It is always true, so that it changes nothing. */
const signature = 'LEN("Skill Metrics: provisional rows")>0';

/** Whether a conditional format is the add-in's. */
export const isMark = (formula: string): boolean => formula.includes(signature);

/** Cells with times, and the numbers beside or below them. */
export interface MarkedTable {
  /** The cells without headers. */
  readonly area: CellArea;
  readonly layout: 'columns' | 'rows';
  /** The Excel date from which on numbers can still change. */
  readonly since: number;
}

const columnName = (column: number): string =>
  (column < 26 ? '' : columnName(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/**
 * The formula of a conditional format that is true in provisional rows. It compares each row's time with a number, so that
 * Excel needs no add-in for it.
 */
export const markFormula = ({ area, layout, since }: MarkedTable): string => {
  const [column, row] = [columnName(area.column), area.row + 1];
  const time = layout === 'columns' ? `$${column}${row}` : `${column}$${row}`;
  return `=AND(ISNUMBER(${time}),${time}>=${since},${signature})`;
};

/** Adds a mark to cells. */
export const addMark = (context: Excel.RequestContext, table: MarkedTable): void => {
  const { sheet, row, column, rows, columns } = table.area;
  const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, rows, columns);
  const { custom } = range.conditionalFormats.add('Custom');
  custom.rule.formula = markFormula(table);
  custom.format.font.italic = true;
  custom.format.font.color = '#7A5C00';
  custom.format.fill.color = '#FFF6DA';
};

/** A mark, and the cells that it is on. */
export interface FoundMark {
  readonly area: CellArea;
  readonly formula: string;
  readonly remove: () => void;
}
