/** Which changes are good: more of most metrics, less of what goes wrong. */
import { columnMetrics, isLessBetter } from '../domain/derived';
import { everydayNames } from '../natural-input/metrics';
import type { ReportChange } from './report';

/** Names without spaces of the metrics that are better the less there is. Excel's "=" doesn't tell capitals from others. */
const namesOfLess: readonly string[] = columnMetrics
  .filter(isLessBetter)
  .flatMap((metric) => [metric, ...everydayNames(metric)]);

/** The least change that cells don't show as 0.0%. */
const leastChange = 0.0005;

/** How a change counts: as it is, or turned around if the cell names a metric of which less is better. */
const weightOf = (metric: string): string => {
  const isLess = namesOfLess.map((name) => `SUBSTITUTE(${metric}," ","")="${name}"`).join(',');
  return `IF(OR(${isLess}),-1,1)*`;
};

/**
 * The rule of a conditional format for changes, as a formula of the first of their cells. People may write other metrics into
 * the cells that name them, so the rule looks there.
 */
export const changeRule = ({ cells, metric }: ReportChange, kind: 'good' | 'bad'): string => {
  const first = cells.replace(/:.*/, '');
  const value = metric === undefined ? first : weightOf(metric) + first;
  const limit = kind === 'good' ? `>=${leastChange}` : `<=-${leastChange}`;
  return `=IF(ISNUMBER(${first}),${value}${limit},FALSE)`;
};
