import * as v from 'valibot';
import { asBoolean, asIndex, asText, checked } from '../arguments';
import type { HostObject } from '../define';
import { defineType, HostError } from '../define';
import { cellsOf } from '../ranges/range';
import type { CommonDefinition, DrawnDefinition } from './chart-definition';
import { addressOf, definitionOf, rangeSource, typeOf } from './chart-definition';

/** A chart as far as its parts see it. */
export interface Parted {
  readonly definition: () => DrawnDefinition;
  readonly redefine: (definition: DrawnDefinition) => void;
}

const change = ({ definition, redefine }: Parted, part: Partial<CommonDefinition>): void =>
  redefine({ ...definition(), ...part });

export const chartTitle = defineType<Parted>('ChartTitle', {
  read: {
    Text: ({ definition }) => definition().title.text ?? '',
    Visible: ({ definition }) => !!definition().title.text,
  },
  write: {
    Text: (chart, value) => change(chart, { title: { ...chart.definition().title, text: asText(value, 'text') } }),
    Visible: (chart, value) => {
      if (!asBoolean(value, 'visible')) change(chart, { title: {} });
    },
  },
});

const legendPosition = v.picklist(['Top', 'Bottom', 'Left', 'Right']);
const legendPositions = { Top: 'top', Bottom: 'bottom', Left: 'left', Right: 'right' } as const;

export const chartLegend = defineType<Parted>('ChartLegend', {
  read: { Visible: ({ definition }) => definition().legendPosition !== 'none' },
  write: {
    Position: (chart, value) =>
      change(chart, { legendPosition: legendPositions[checked(legendPosition, value, 'position')] }),
    Visible: (chart, value) => change(chart, { legendPosition: asBoolean(value, 'visible') ? 'bottom' : 'none' }),
  },
});

const categoryType = v.picklist(['Automatic', 'TextAxis', 'DateAxis']);
const timeUnit = v.picklist(['Days', 'Months', 'Years']);

const categoryAxis = defineType<Parted>('ChartAxis', {
  write: {
    // The engine finds its unit by itself.
    BaseTimeUnit: (_, value) => void checked(timeUnit, value, 'baseTimeUnit'),
    CategoryType: ({ definition, redefine }, value) => {
      const type = checked(categoryType, value, 'categoryType');
      redefine(definitionOf(typeOf(definition()), definition(), type === 'TextAxis'));
    },
    // The engine draws bars from the top, as Excel does in this order.
    ReversePlotOrder: (_, value) => void asBoolean(value, 'reversePlotOrder'),
  },
});

export const chartAxes = defineType<Parted>('ChartAxes', {
  navigate: { CategoryAxis: (chart) => categoryAxis(chart) },
});

/** A series of a chart. It stays the same when one before it is deleted. */
interface OneSeries {
  readonly chart: Parted;
  readonly id: string;
}

const chartSeries = defineType<OneSeries>('ChartSeries', {
  call: {
    Delete: ({ chart, id }) => {
      const source = rangeSource(chart.definition());
      change(chart, { dataSource: { ...source, dataSets: source.dataSets.filter((one) => one.dataSetId !== id) } });
    },
    SetXAxisValues: ({ chart }, source) => {
      const cells = cellsOf(source, 'sourceData');
      change(chart, { dataSource: { ...rangeSource(chart.definition()), labelRange: addressOf(cells, cells.zone) } });
    },
  },
});

const seriesCount = ({ definition }: Parted): number => rangeSource(definition()).dataSets.length;

function seriesAt(chart: Parted, index: unknown): HostObject {
  const series = rangeSource(chart.definition()).dataSets[asIndex(index, 'index')];
  if (series !== undefined) return chartSeries({ chart, id: series.dataSetId });
  throw new HostError('InvalidArgument', 'The chart has no such series.');
}

export const chartSeriesCollection = defineType<Parted>('ChartSeriesCollection', {
  read: { Count: seriesCount },
  call: { GetItemAt: seriesAt, GetCount: seriesCount },
});
