import { tag, valueTag } from '../xml-text';
import { axesOf, axisIds } from './chart-axes';
import { seriesOf } from './chart-series';
import { outlined, textStyle, titleOf } from './chart-shapes';
import type { SavedChart } from './saved-chart';

const namespaces = {
  'xmlns:c': 'http://schemas.openxmlformats.org/drawingml/2006/chart',
  'xmlns:a': 'http://schemas.openxmlformats.org/drawingml/2006/main',
  'xmlns:r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
};

/**
 * A chart's part of a file. The engine's own has its elements in another order than the schema, no values, markers on every
 * line, and lines for areas.
 * @see ECMA-376, part 1, 21.2 (dml-chart.xsd).
 */
export function chartPart(chart: SavedChart): string {
  const { title, legend } = chart;
  const drawn = tag(
    'c:chart',
    {},
    title ? titleOf(title) : '',
    // Excel would name a single series in the title.
    valueTag('c:autoTitleDeleted', title ? 0 : 1),
    tag('c:plotArea', {}, tag('c:layout'), plotOf(chart), chart.type === 'Pie' ? '' : axesOf(chart)),
    legend ? tag('c:legend', {}, valueTag('c:legendPos', legend.charAt(0)), valueTag('c:overlay', 0)) : '',
    valueTag('c:plotVisOnly', 1),
    valueTag('c:dispBlanksAs', 'gap'),
  );
  const space = [valueTag('c:roundedCorners', 0), drawn, outlined('FFFFFF', 'D9D9D9'), textStyle(900)];
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${tag('c:chartSpace', namespaces, ...space)}`;
}

function plotOf(chart: SavedChart): string {
  const series = seriesOf(chart);
  const plot = (name: string, before: readonly string[], after: readonly string[]): string =>
    tag(name, {}, ...before, valueTag('c:varyColors', name === 'c:pieChart' ? 1 : 0), ...series, ...after);
  const grouping = (how: string): string => valueTag('c:grouping', how);
  switch (chart.type) {
    case 'Line':
    case 'LineMarkers':
      return plot('c:lineChart', [grouping('standard')], [valueTag('c:marker', 1), ...axisIds]);
    case 'Area':
      return plot('c:areaChart', [grouping('standard')], axisIds);
    case 'ColumnClustered':
    case 'BarClustered': {
      const direction = valueTag('c:barDir', chart.type === 'BarClustered' ? 'bar' : 'col');
      return plot('c:barChart', [direction, grouping('clustered')], [valueTag('c:gapWidth', 80), ...axisIds]);
    }
    case 'ColumnStacked': {
      const apart = [valueTag('c:gapWidth', 80), valueTag('c:overlap', 100)];
      return plot('c:barChart', [valueTag('c:barDir', 'col'), grouping('stacked')], [...apart, ...axisIds]);
    }
    case 'Pie':
      return plot('c:pieChart', [], [valueTag('c:firstSliceAng', 0)]);
  }
}
