// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { chartPart } from '../../../../../../../src/dev/preview/page/files/xlsx/charts/chart-part';
import type { SavedChart } from '../../../../../../../src/dev/preview/page/files/xlsx/charts/saved-chart';
import { elements, parseXml } from '../../../../../../../src/dev/preview/page/files/xlsx/sheet-xml';

const chart: SavedChart = {
  type: 'Line',
  title: 'R & D <live>',
  legend: 'bottom',
  labelsAsText: false,
  labels: { address: "'Q3'!$A$2:$A$4", format: 'yyyy-mm-dd', values: [46_235, 46_236, 46_237] },
  series: [
    {
      name: { address: "'Q3'!$B$1", format: 'General', values: ['Sessions'] },
      values: { address: "'Q3'!$B$2:$B$4", format: '#,##0', values: [0.1, null, 3] },
      colors: ['107C41'],
    },
  ],
};

const partOf = (changes: Partial<SavedChart> = {}): Document => parseXml(chartPart({ ...chart, ...changes }));
const childrenOf = (document: Document, name: string): string[] =>
  [...(elements(document, name)[0]?.children ?? [])].map(({ localName }) => localName);
const withDays = (...values: number[]): Partial<SavedChart> => ({
  labels: { address: 'A!$A$2:$A$4', format: 'yyyy-mm-dd', values },
});

describe("a chart's part", () => {
  it('holds what its cells held, and nothing for a blank one', () => {
    const document = partOf();
    expect(elements(document, 'f').map(({ textContent }) => textContent)).toEqual([
      "'Q3'!$B$1",
      "'Q3'!$A$2:$A$4",
      "'Q3'!$B$2:$B$4",
    ]);
    expect(elements(document, 'pt').map(({ attributes, textContent }) => [attributes[0]?.value, textContent])).toEqual([
      ['0', 'Sessions'],
      ['0', '46235'],
      ['1', '46236'],
      ['2', '46237'],
      ['0', '0.1'],
      ['2', '3'],
    ]);
    expect(elements(document, 't')[0]?.textContent).toBe('R & D <live>');
  });

  // Excel calls a file damaged where the order is another: ECMA-376, dml-chart.xsd.
  it.each([
    ['Line', 'lineChart', ['grouping', 'varyColors', 'ser', 'marker', 'axId', 'axId']],
    ['Area', 'areaChart', ['grouping', 'varyColors', 'ser', 'axId', 'axId']],
    ['ColumnClustered', 'barChart', ['barDir', 'grouping', 'varyColors', 'ser', 'gapWidth', 'axId', 'axId']],
    ['ColumnStacked', 'barChart', ['barDir', 'grouping', 'varyColors', 'ser', 'gapWidth', 'overlap', 'axId', 'axId']],
    ['Pie', 'pieChart', ['varyColors', 'ser', 'firstSliceAng']],
  ] as const)('of the type %s has its elements in the order of the schema', (type, plot, order) => {
    expect(childrenOf(partOf({ type }), plot)).toEqual(order);
  });

  it('lists bars from the top, with the numbers below, and columns from the left', () => {
    const axes = (type: SavedChart['type']) =>
      ['catAx', 'valAx'].map((name) => {
        const axis = elements(partOf({ type, labelsAsText: true }), name)[0];
        return ['orientation', 'tickLblPos', 'crosses'].map((one) =>
          axis === undefined ? undefined : elements(axis, one)[0]?.getAttribute('val'),
        );
      });
    expect(axes('BarClustered')).toEqual([
      ['maxMin', 'low', 'autoZero'],
      ['minMax', 'nextTo', 'max'],
    ]);
    expect(axes('ColumnClustered')).toEqual([
      ['minMax', 'low', 'autoZero'],
      ['minMax', 'low', 'autoZero'],
    ]);
  });

  it('has the elements of series and axes in the order of the schema', () => {
    expect(childrenOf(partOf({ type: 'LineMarkers' }), 'ser')).toEqual([
      'idx',
      'order',
      'tx',
      'spPr',
      'marker',
      'cat',
      'val',
      'smooth',
    ]);
    expect(childrenOf(partOf({ type: 'BarClustered' }), 'ser')).toEqual([
      'idx',
      'order',
      'tx',
      'spPr',
      'invertIfNegative',
      'cat',
      'val',
    ]);
    const common = ['axId', 'scaling', 'delete', 'axPos'];
    const ticks = ['numFmt', 'majorTickMark', 'minorTickMark', 'tickLblPos', 'spPr', 'crossAx', 'crosses'];
    expect(childrenOf(partOf(), 'valAx')).toEqual([...common, 'majorGridlines', ...ticks, 'crossBetween']);
    expect(childrenOf(partOf(), 'dateAx')).toEqual([...common, ...ticks, 'auto', 'lblOffset', 'baseTimeUnit']);
  });

  it.each([
    ['days', [46_235, 46_236, 46_240]],
    ['months', [46_235, 46_266, 46_296]],
    ['years', [45_658, 46_023]],
  ])('has an axis of dates in %s', (unit, days) => {
    const document = partOf(withDays(...days));
    expect(elements(document, 'baseTimeUnit')[0]?.getAttribute('val')).toBe(unit);
  });

  it('has none where such an axis would draw the hours of a day as one, nor where texts are asked for', () => {
    for (const changes of [withDays(46_235, 46_235.5), { labelsAsText: true }])
      expect(elements(partOf(changes), 'dateAx')).toEqual([]);
  });

  it('has the number formats of its cells on the axes', () => {
    expect(elements(partOf(), 'numFmt').map((one) => one.getAttribute('formatCode'))).toEqual(['yyyy-mm-dd', '#,##0']);
  });
});
