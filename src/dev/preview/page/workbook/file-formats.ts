import { UIPlugin } from '@odoo/o-spreadsheet';
import { formatZone } from './address';
import { toExcelFormat } from './number-formats';

type FileData = Parameters<UIPlugin['exportForExcel']>[0];

/** Gives a file the number formats that came with the values of formulas, which Excel makes the cells' own. */
export class FileFormatsPlugin extends UIPlugin {
  override exportForExcel(data: FileData): void {
    const { formats } = data;
    for (const [id, format] of Object.entries(formats)) formats[Number(id)] = toExcelFormat(format);
    const ids = new Map(Object.entries(formats).map(([id, format]) => [format, Number(id)]));
    const idOf = (format: string): number => {
      const id = ids.get(format) ?? Math.max(0, ...ids.values()) + 1;
      ids.set(format, id);
      formats[id] = format;
      return id;
    };
    for (const sheet of data.sheets)
      for (const at of this.getters.getEvaluatedCellsPositions(sheet.id)) {
        const { format } = this.getters.getEvaluatedCell(at);
        if (format !== undefined && this.getters.getCell(at)?.format === undefined)
          sheet.formats[formatZone({ top: at.row, bottom: at.row, left: at.col, right: at.col })] = idOf(
            toExcelFormat(format),
          );
      }
  }
}
