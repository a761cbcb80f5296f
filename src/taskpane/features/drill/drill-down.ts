/** Puts what lies behind a value on a new sheet, as a formula. */
import { reasonAgainstSum } from '../../../core/domain/adding-up';
import { isMetricName, metricLabel, metricOf } from '../../../core/domain/catalog';
import type { ColumnMetric } from '../../../core/domain/derived';
import { FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { momentText } from '../../../core/query/phrases';
import { requestOfRow } from '../../../core/series/row-request';
import type { Sheets } from '../../../office/workbook/new-sheet';
import { type Detail, detailsOf, drillFormula } from './drill-formula';
import type { ExplainedFormula } from './explain-change';
import { selectedValue } from './selected-value';

/** What people choose: what fits the value becomes of it. */
export type Direction = 'time' | 'locales' | 'intents';

const isTowards = (detail: Detail, direction: Direction): boolean =>
  direction === 'time' ? detail === 'hours' || detail === 'days' : detail === direction;

/** Whether the values of the parts are parts of the value. */
const addsUp = (metric: ColumnMetric, detail: Detail): boolean =>
  detail === 'hours' || detail === 'days'
    ? isMetricName(metric) && metricOf(metric).additive
    : reasonAgainstSum(metric, detail) === undefined;

/**
 * Puts the hours or days, locales or intents of the selected value on a new sheet.
 *
 * @returns the address of the sheet's first cell
 * @throws {FailureError} `rejected` when the value can't be split so
 */
export const drillDown = async (
  { address, form, request }: ExplainedFormula,
  direction: Direction,
  { sheets, now }: { readonly sheets: Sheets; readonly now: Instant },
): Promise<string> => {
  const place = await sheets.placeIn(address);
  const { column, row } = selectedValue(request, form, place);
  const { query, table } = request;
  // Without what the value is compared with.
  const one = requestOfRow({ query, table }, column, row, now);
  const advice = 'Select another value.';
  if ('refused' in one) throw new FailureError({ code: 'rejected', message: one.refused, advice });
  const detail = detailsOf(one, column).find((found) => isTowards(found, direction));
  if (detail === undefined) {
    const message =
      direction === 'intents' && query.skillType !== 'custom'
        ? 'Only custom skills have metrics by intent.'
        : `This is the value of one of the ${direction}, which isn't split further.`;
    throw new FailureError({ code: 'rejected', message, advice });
  }
  const { startTime, endTime } = one.query;
  // People would add them up.
  const remark = addsUp(column.metric, detail) ? '' : ". These values don't add up to it.";
  const what = [metricLabel(column.metric), column.intent, column.locale].filter((part) => part !== undefined);
  return sheets.add({
    name: `${momentText(startTime, table.tz).replaceAll(':', '.')} ${detail}`,
    title: `${what.join(' – ')}: ${momentText(startTime, table.tz)} until ${momentText(endTime, table.tz)} (${table.tz})${remark}`,
    source: place.address,
    blocks: [],
    formula: drillFormula(one, column, detail),
  });
};
