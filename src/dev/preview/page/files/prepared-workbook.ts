import { preparedSample, sampleHeader } from './prepared-samples';
import type { SavedWorkbook } from './saved-workbook';
import { newWorkbook } from './saved-workbook';

/** Room for a year of quarter-hours (35,040 rows) below any cell near the top. */
const rowNumber = 40_000;
const colNumber = 26;

/** At least that much of it. */
export const roomIn = (sheet: { readonly rowNumber: number; readonly colNumber: number }): typeof sheet => ({
  rowNumber: Math.max(rowNumber, sheet.rowNumber),
  colNumber: Math.max(colNumber, sheet.colNumber),
});

/** Where the example's formula stands; its header row and days spill from there. */
const anchorRow = 10;
const lastRow = 375;
const sheetId = 'example';

/** Whether the sample numbers stand in the example, for formulas. */
const isSample = `$B$${anchorRow}="${sampleHeader}"`;

const styles = {
  1: { bold: true, fontSize: 20, textColor: '#1f2937' },
  2: { textColor: '#6b7280', fontSize: 10 },
  3: { textColor: '#4b5563' },
  4: { fillColor: '#eaf4ee', textColor: '#0f5132', align: 'left' },
  5: { bold: true, textColor: '#1f2937', fillColor: '#f3f4f6', align: 'right' },
  6: { bold: true, textColor: '#1f2937', align: 'left' },
};

/** What the line under the title says. */
const hints = {
  sample: 'These are sample numbers. To see your own, select Sign in with Amazon in the task pane.',
  // True while the cell is busy as well, which counts as an error.
  failed: `If A${anchorRow} shows an error, point to it to see what to do.`,
  answered: `Change a green cell, and the formula in A${anchorRow} follows.`,
};

/** A workbook without content, for tests and for a try of one's own. */
export function blankWorkbook(): SavedWorkbook {
  return newWorkbook('Book.xlsx', { sheets: [{ id: 'sheet1', name: 'Sheet1', colNumber, rowNumber }] });
}

/**
 * The workbook that a newcomer sees: what to do in one line, the parameters, a formula on them, its sum and its chart. Before
 * anybody has signed in, sample numbers stand in the formula's cells, and the line says so.
 * @param chartWidth pixels that are free at the right of the data.
 */
export function preparedWorkbook(chartWidth: number): SavedWorkbook {
  // The formula bar shows its formula at first sight.
  const active = { sheetId, row: anchorRow - 1, col: 0 };
  return { ...newWorkbook('Example.xlsx', preparedData(chartWidth)), active, samples: [preparedSample(active)] };
}

function preparedData(chartWidth: number): Readonly<Record<string, unknown>> {
  const days = `A${anchorRow}:A${lastRow}`;
  const values = `B${anchorRow}:B${lastRow}`;
  /** Whatever spills: a sum of a part would look like the whole. */
  const all = `B${anchorRow + 1}:B${rowNumber}`;
  return {
    styles,
    formats: { 1: 'yyyy-mm-dd', 2: '#,##0' },
    sheets: [
      {
        id: sheetId,
        name: 'Example',
        colNumber,
        rowNumber,
        cols: { 0: { size: 148 }, 1: { size: 136 }, 2: { size: 24 } },
        rows: { 0: { size: 40 }, 1: { size: 26 } },
        cells: {
          A1: 'Skill metrics',
          A2: `=IF(${isSample},"${hints.sample}",IF(ISERROR(A${anchorRow}),"${hints.failed}","${hints.answered}"))`,
          A4: 'Skill: Daily Trivia',
          B4: 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10',
          A5: 'Metric',
          B5: 'totalSessions',
          A6: 'From',
          B6: '46235',
          A7: 'To',
          B7: '46327',
          A8: `=IF(${isSample},"Total (sample)","Total")`,
          // Without rows there is no total, which is not the same as 0.
          B8: `=IF(COUNT(${all})=0,"",SUM(${all}))`,
          [`A${anchorRow}`]: '=SKILLMETRICS(B4,B5,B6,B7)',
        },
        styles: {
          A1: 1,
          A2: 2,
          'A4:A8': 3,
          'B4:E4': 4,
          'B5:B7': 4,
          B8: 6,
          [`A${anchorRow}:B${anchorRow}`]: 5,
        },
        formats: { 'B6:B7': 1, B8: 2, [`A${anchorRow + 1}:A${lastRow}`]: 1, [`B${anchorRow + 1}:B${lastRow}`]: 2 },
        conditionalFormats: [
          {
            id: 'samples',
            ranges: ['B8', `A${anchorRow}:B${lastRow}`],
            rule: {
              type: 'CellIsRule',
              operator: 'customFormula',
              values: [`=${isSample}`],
              style: { italic: true, textColor: '#8a6100' },
            },
          },
          {
            id: 'note',
            ranges: ['A2:H2'],
            rule: {
              type: 'CellIsRule',
              operator: 'customFormula',
              values: [`=${isSample}`],
              style: { bold: true, textColor: '#5c4400', fillColor: '#fff4ce' },
            },
          },
        ],
        figures: [lineChart(days, values, chartWidth)],
      },
    ],
  };
}

function lineChart(labelRange: string, dataRange: string, width: number): object {
  return {
    id: 'figure-example',
    tag: 'chart',
    col: 3,
    row: anchorRow - 1,
    offset: { x: 0, y: 0 },
    width,
    height: 300,
    data: {
      chartId: 'example',
      type: 'line',
      // The legend names what the formula gives; a title would be wrong of another metric.
      title: { text: '' },
      legendPosition: 'top',
      dataSetStyles: { sessions: { backgroundColor: '#107c41' } },
      dataSource: {
        type: 'range',
        dataSets: [{ dataSetId: 'sessions', dataRange }],
        dataSetsHaveTitle: true,
        labelRange,
      },
      labelsAsText: false,
      stacked: false,
      cumulative: false,
      fillArea: false,
      hideDataMarkers: true,
    },
  };
}
