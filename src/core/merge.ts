/** Joins the points of windows and pages to one series: sorted, each bucket once, nothing invented. */
import { metricOf, type MetricName, type Period } from './catalogue';
import { badAnswer, type Points } from './collect';
import { formatInstant, type Instant } from './instant';

/**
 * All points in ascending order. A point that arrived twice with one value counts once; with two values nobody can
 * know which is right, and `bad_answer` is thrown.
 */
export const mergePoints = (parts: readonly Points[]): Points => {
  const known = new Map<Instant, number>();
  for (const { timestamps, values } of parts)
    timestamps.forEach((timestamp, index) => {
      const value = values[index] ?? Number.NaN;
      if ((known.get(timestamp) ?? value) !== value)
        throw badAnswer(`it gives ${formatInstant(timestamp)} both ${String(known.get(timestamp))} and ${value}`);
      known.set(timestamp, value);
    });
  const timestamps = [...known.keys()].sort((one, other) => one - other);
  return { timestamps, values: timestamps.map((timestamp) => known.get(timestamp) ?? Number.NaN) };
};

/** The one point of a SINGLE answer, stamped with the start of what was asked. Windows of a metric that adds up are added. */
const single = (metric: MetricName, startTime: Instant, windows: readonly Points[]): Points => {
  const points = windows.map(mergePointsOfOne);
  const values = points.flatMap(({ values: [value] }) => (value === undefined ? [] : [value]));
  if (values.length === 0) return { timestamps: [], values: [] };
  if (values.length > 1 && !metricOf(metric).additive) throw badAnswer(`${metric} of several weeks cannot be added up`);
  return { timestamps: [startTime], values: [values.reduce((sum, value) => sum + value, 0)] };
};

const mergePointsOfOne = (window: Points): Points => {
  const merged = mergePoints([window]);
  if (merged.timestamps.length > 1) throw badAnswer(`it holds ${merged.timestamps.length} points where one was asked`);
  return merged;
};

/** The series that the windows of a question make up; each element holds all points of one window. */
export const seriesOf = (
  { metric, period, startTime }: { readonly metric: MetricName; readonly period: Period; readonly startTime: Instant },
  windows: readonly Points[],
): Points => (period === 'SINGLE' ? single(metric, startTime, windows) : mergePoints(windows));

/** Points of ranges that follow one another, each of them merged already. */
export const concatenate = (ranges: readonly Points[]): Points => ({
  timestamps: ranges.flatMap(({ timestamps }) => timestamps),
  values: ranges.flatMap(({ values }) => values),
});
