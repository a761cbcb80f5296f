/** Writes a report on a sheet of its own. */
import { joinAddress } from '../../core/formula/cell-address';
import { changeRule } from '../../core/reports/change-rules';
import { columnLetter, type Look, type Report, type ReportArea, type ReportChange } from '../../core/reports/report';
import { entered } from '../excel/entered';
import { asOneUndoStep, type RunExcel, runExcel } from '../excel/run';
import { freeName } from './new-sheet';
import { type Spills, spills } from './spills/spills';

interface LookFormat {
  readonly font?: Partial<Pick<Excel.RangeFont, 'bold' | 'italic' | 'size' | 'color'>>;
  readonly fill?: string;
  readonly align?: 'Left' | 'Center' | 'Right';
}

const [accent, ink, quiet, pale] = ['#0B6A72', '#123A3D', '#5F6B6D', '#EFF7F7'];

const looks: Readonly<Record<Look, LookFormat>> = {
  title: { font: { bold: true, size: 20, color: accent } },
  about: { font: { color: quiet } },
  label: { font: { color: ink } },
  calculated: { font: { color: ink }, align: 'Left' },
  centered: { align: 'Center' },
  input: { font: { color: '#1F4E9E' }, fill: '#FFF8E1', align: 'Left' },
  numberInput: { font: { color: '#1F4E9E' }, fill: '#FFF8E1', align: 'Right' },
  hint: { font: { italic: true, size: 9, color: quiet } },
  id: { font: { size: 9, color: quiet }, align: 'Center' },
  section: { font: { bold: true, size: 12, color: accent } },
  // Not bold: the columns of bold headers are fitted to their answers, and a page has its own widths.
  header: { font: { color: ink }, fill: '#DCEEEF', align: 'Left' },
  numberHeader: { font: { color: ink }, fill: '#DCEEEF', align: 'Right' },
  cardLabel: { font: { size: 9, color: quiet }, fill: pale, align: 'Left' },
  cardValue: { font: { bold: true, size: 18, color: ink }, fill: pale, align: 'Left' },
  cardChange: { font: { bold: true, color: quiet }, fill: pale, align: 'Left' },
};

const changeColors = { good: '#0E7A3E', bad: '#B3261E' } as const;
/** The ends of a scale. */
const [low, high] = ['#FFFFFF', '#57B5BC'];

/** In points. */
const [margin, twoLines] = [36, 30];

const setLook = (
  sheet: Excel.Worksheet,
  { cells, look, format, isTall = false, isMerged = false }: ReportArea,
): void => {
  const range = sheet.getRange(cells);
  const { font = {}, fill, align } = looks[look];
  if (isMerged) range.merge();
  range.format.font.set(font);
  if (fill !== undefined) range.format.fill.color = fill;
  if (align !== undefined) range.format.horizontalAlignment = align;
  if (isTall) {
    range.format.wrapText = true;
    range.format.verticalAlignment = 'Bottom';
    // Excel doesn't fit rows to what a formula writes.
    range.format.rowHeight = twoLines;
  }
  // One code for all cells.
  if (format !== undefined) Object.assign(range, { numberFormat: format });
};

const setChanges = (sheet: Excel.Worksheet, change: ReportChange): void => {
  for (const kind of ['good', 'bad'] as const) {
    const { custom } = sheet.getRange(change.cells).conditionalFormats.add('Custom');
    custom.rule.formula = changeRule(change, kind);
    custom.format.font.color = changeColors[kind];
  }
};

const setScale = (sheet: Excel.Worksheet, cells: string): void => {
  const { colorScale } = sheet.getRange(cells).conditionalFormats.add('ColorScale');
  colorScale.criteria = {
    minimum: { type: 'LowestValue', color: low },
    maximum: { type: 'HighestValue', color: high },
  };
};

const setPrint = (sheet: Excel.Worksheet, { isLandscape, widths }: Report): void => {
  const { pageLayout } = sheet;
  pageLayout.orientation = isLandscape ? 'Landscape' : 'Portrait';
  pageLayout.zoom = { horizontalFitToPages: 1, verticalFitToPages: 1 };
  pageLayout.centerHorizontally = true;
  for (const side of ['leftMargin', 'rightMargin', 'topMargin', 'bottomMargin'] as const) pageLayout[side] = margin;
  // Whole columns: a longer range gives more rows.
  pageLayout.setPrintArea(`A:${columnLetter(widths.length - 1)}`);
};

/** Whether Excel can set how a sheet is printed. */
const canPrint = (): boolean => Office.context.requirements.isSetSupported('ExcelApi', '1.9');

const write = (sheet: Excel.Worksheet, report: Report): void => {
  sheet.showGridlines = false;
  for (const [index, width] of report.widths.entries())
    sheet.getRangeByIndexes(0, index, 1, 1).format.columnWidth = width;
  for (const area of report.areas) setLook(sheet, area);
  for (const { at, content } of report.cells) sheet.getRange(at).formulas = [[entered(content)]];
  for (const { at, formula } of report.formulas) sheet.getRange(at).formulas = [[formula]];
  for (const change of report.changes) setChanges(sheet, change);
  for (const cells of report.scales) setScale(sheet, cells);
  for (const { cells, title, covers } of report.charts) {
    const chart = sheet.charts.add('BarClustered', sheet.getRange(cells), 'Columns');
    chart.title.text = title;
    chart.legend.visible = false;
    chart.axes.categoryAxis.reversePlotOrder = true;
    chart.setPosition(covers.from, covers.to);
  }
  if (canPrint()) setPrint(sheet, report);
  sheet.activate();
  sheet.getRange('A1').select();
};

/** Makes reports in the workbook. */
export interface Reports {
  /**
   * Writes a report on a new sheet behind the others, and shows it. Its numbers and their charts follow.
   * @returns the address of the sheet's first cell
   * @throws {FailureError} when Excel refuses: see {@link RunExcel}
   */
  add(report: Report): Promise<string>;
}

/** Creates the access to reports. */
export const createReports = (run: RunExcel, { wish }: Pick<Spills, 'wish'>): Reports => ({
  add: async (report) => {
    const name = await run(async (context) => {
      const { worksheets } = context.workbook;
      worksheets.load('items/name');
      await context.sync();
      const found = freeName(
        report.name,
        worksheets.items.map((sheet) => sheet.name),
      );
      write(worksheets.add(found), report);
      await context.sync();
      return found;
    }, asOneUndoStep());
    for (const { at, chart } of report.formulas)
      if (chart !== undefined) wish(joinAddress(name, at), { headers: false, chart });
    return joinAddress(name, 'A1');
  },
});

/** The reports of the real Excel. */
export const officeReports: Reports = createReports(runExcel, spills);
