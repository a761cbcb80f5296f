import { asText, checked } from './arguments';
import type { Charts } from './chart';
import { chart, nameOf } from './chart';
import { chartDefinition, chartType } from './chart-definition';
import type { HostObject } from './define';
import { defineType, HostError } from './define';
import { cellsOf } from './range';

const chartIds = ({ book, sheetId }: Charts): string[] => book.model.getters.getChartIds(sheetId);

function find(charts: Charts, key: unknown): HostObject | null {
  const wanted = asText(key, 'name').toLowerCase();
  const chartId = chartIds(charts).find((id) => id.toLowerCase() === wanted || nameOf(id).toLowerCase() === wanted);
  return chartId === undefined ? null : chart({ ...charts, chartId });
}

function found(charts: Charts, key: unknown): HostObject {
  const item = find(charts, key);
  if (!item) throw new HostError('ItemNotFound', `There is no chart "${String(key)}".`);
  return item;
}

function add(charts: Charts, type: unknown, source: unknown): HostObject {
  const chartId = `Chart ${chartIds(charts).length + 1}`;
  const { book, sheetId } = charts;
  book.model.dispatch('CREATE_CHART', {
    sheetId,
    chartId,
    figureId: `figure-${chartId}`,
    col: 0,
    row: 0,
    offset: { x: 300, y: 60 },
    size: { width: 480, height: 288 },
    definition: chartDefinition(checked(chartType, type, 'type'), cellsOf(source, 'sourceData')),
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
