/** Room for a year of quarter-hours (35,040 rows) below any cell near the top. */
const rowNumber = 40_000;
const colNumber = 26;

/** Where the example's formula stands; its header row and days spill from there. */
const anchorRow = 10;
const lastRow = 375;

const styles = {
  1: { bold: true, fontSize: 20, textColor: '#1f2937' },
  2: { textColor: '#6b7280', fontSize: 10 },
  3: { textColor: '#4b5563' },
  4: { fillColor: '#eaf4ee', textColor: '#0f5132', align: 'left' },
  5: { bold: true, textColor: '#1f2937', fillColor: '#f3f4f6' },
  6: { bold: true, textColor: '#1f2937', align: 'left' },
  7: { bold: true, textColor: '#1f2937', fillColor: '#f3f4f6', align: 'right' },
  8: { align: 'left' },
};

/** The cell that is selected at first sight: the formula bar shows its formula. */
export const preparedSelection = {
  cell: { col: 0, row: anchorRow - 1 },
  zone: { left: 0, right: 0, top: anchorRow - 1, bottom: anchorRow - 1 },
};

/** A workbook without content, for tests and for a try of one's own. */
export function blankWorkbook(): object {
  return { sheets: [{ id: 'sheet1', name: 'Sheet1', colNumber, rowNumber }] };
}

/**
 * The workbook that a newcomer sees: what to do in one line, the parameters, a formula on them, its sum and its chart.
 * @param chartWidth pixels that are free at the right of the data.
 */
export function preparedWorkbook(chartWidth: number): object {
  const days = `A${anchorRow}:A${lastRow}`;
  const values = `B${anchorRow}:B${lastRow}`;
  /** Whatever spills: a sum of a part would look like the whole. */
  const all = `B${anchorRow + 1}:B${rowNumber}`;
  return {
    styles,
    formats: { 1: 'yyyy-mm-dd', 2: '#,##0' },
    sheets: [
      {
        id: 'example',
        name: 'Example',
        colNumber,
        rowNumber,
        cols: { 0: { size: 148 }, 1: { size: 128 }, 2: { size: 24 } },
        rows: { 0: { size: 40 }, 1: { size: 26 } },
        cells: {
          A1: 'Skill metrics',
          A2: 'Sign in in the pane at right; the cells below then fill by themselves.',
          A4: 'Skill: Daily Trivia',
          B4: 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10',
          A5: 'Metric',
          B5: 'totalSessions',
          A6: 'From',
          B6: '46235',
          A7: 'To',
          B7: '46327',
          A8: 'Total',
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
          [`A${anchorRow}`]: 5,
          [`B${anchorRow}`]: 7,
          [`A${anchorRow + 1}:A${lastRow}`]: 8,
        },
        formats: { 'B6:B7': 1, B8: 2, [`A${anchorRow + 1}:A${lastRow}`]: 1, [`B${anchorRow + 1}:B${lastRow}`]: 2 },
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
      title: { text: 'Sessions a day', fontSize: 14, color: '#374151', align: 'left' },
      legendPosition: 'none',
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
