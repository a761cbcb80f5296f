import { asText, checked } from '../arguments';
import type { HostObject } from '../define';
import { defineType, HostError } from '../define';
import { cellsOf } from '../ranges/range';
import type { Charts } from './chart';
import { chart, nameOf } from './chart';
import { chartType, dataSourceOf, definitionOf, seriesBy } from './chart-definition';

const chartIds = ({ book, sheetId }: Charts): string[] => book.model.getters.getChartIds(sheetId);

function find(charts: Charts, key: unknown): HostObject | null {
  const wanted = asText(key, 'name').toLowerCase();
  const chartId = chartIds(charts).find(
    (id) => id.toLowerCase() === wanted || nameOf({ ...charts, chartId: id }).toLowerCase() === wanted,
  );
  return chartId === undefined ? null : chart({ ...charts, chartId });
}

function found(charts: Charts, key: unknown): HostObject {
  const item = find(charts, key);
  if (!item) throw new HostError('ItemNotFound', `There is no chart "${String(key)}".`);
  return item;
}

/** Charts of all sheets have ids of their own. */
function newId({ book }: Charts): string {
  const { getters } = book.model;
  const taken = getters.getSheetIds().flatMap((sheetId) => getters.getChartIds(sheetId));
  let number = taken.length + 1;
  while (taken.includes(`Chart ${number}`)) number += 1;
  return `Chart ${number}`;
}

function add(charts: Charts, type: unknown, source: unknown, by: unknown): HostObject {
  const { book, sheetId } = charts;
  const chartId = newId(charts);
  const dataSource = dataSourceOf(cellsOf(source, 'sourceData'), checked(seriesBy, by ?? 'Auto', 'seriesBy'));
  const isOne = dataSource.dataSets.length === 1;
  const common = { title: {}, legendPosition: isOne ? 'none' : 'bottom', dataSetStyles: {}, dataSource } as const;
  book.model.dispatch('CREATE_CHART', {
    sheetId,
    chartId,
    figureId: `figure-${chartId}`,
    col: 0,
    row: 0,
    offset: { x: 300, y: 60 },
    size: { width: 480, height: 288 },
    definition: definitionOf(checked(chartType, type, 'type'), common),
  });
  return chart({ ...charts, chartId });
}

/** Excel's `ChartCollection` of one sheet. */
export const charts = defineType<Charts>('ChartCollection', {
  read: { Count: (all) => chartIds(all).length },
  items: (all) => chartIds(all).map((chartId) => chart({ ...all, chartId })),
  item: found,
  call: {
    Add: add,
    GetCount: (all) => chartIds(all).length,
    GetItem: found,
    GetItemOrNullObject: find,
  },
});
