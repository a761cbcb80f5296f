import { splitAddress } from '../../core/formula/cell-address';

/** The cell at an address with its sheet, or the active cell. */
export const cellAt = ({ workbook }: Excel.RequestContext, address: string | undefined): Excel.Range => {
  if (address === undefined) return workbook.getActiveCell();
  const [sheet, cells] = splitAddress(address);
  return workbook.worksheets.getItem(sheet).getRange(cells);
};
