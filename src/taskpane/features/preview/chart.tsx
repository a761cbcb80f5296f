import { makeStyles } from '@fluentui/react-components';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { lineColor, lineDash, type Sample } from './sample';
import { timeTicks, valueTicks } from './ticks';

/** The points of a line that are worth drawing: of those that share a pixel the lowest and the highest, and each gap. */
const worthDrawing = (values: readonly (number | null)[], xs: readonly number[]): readonly number[] => {
  const kept: number[] = [];
  let here: number[] = [];
  const flush = (): void => {
    const byValue = here.toSorted((one, other) => Number(values[one]) - Number(values[other]));
    kept.push(...new Set([byValue[0] ?? 0, byValue.at(-1) ?? 0].toSorted((one, other) => one - other)));
    here = [];
  };
  values.forEach((value, index) => {
    const [first] = here;
    const isElsewhere = first !== undefined && Math.floor(xs[first] ?? 0) !== Math.floor(xs[index] ?? 0);
    if (first !== undefined && (value === null || isElsewhere)) flush();
    if (value === null) kept.push(index);
    else here.push(index);
  });
  if (here.length > 0) flush();
  return kept;
};

/** A line as an SVG path, broken at missing values; a single point is a dot. */
export const linePath = (
  values: readonly (number | null)[],
  xs: readonly number[],
  y: (value: number) => number,
): string => {
  let isBroken = true;
  const parts = worthDrawing(values, xs).map((index) => {
    const value = values[index] ?? null;
    const starts = isBroken;
    isBroken = value === null;
    if (value === null) return '';
    return `${starts ? 'M' : 'L'}${(xs[index] ?? 0).toFixed(1)} ${y(value).toFixed(1)}${starts ? 'h0' : ''}`;
  });
  return parts.join('');
};

const useStyles = makeStyles({
  root: { height: '140px', overflow: 'hidden' },
  // Numbers stand left of their lines whatever the pane's direction.
  chart: { display: 'block', direction: 'ltr', fontSize: '11px', fill: 'currentColor', stroke: 'currentColor' },
  text: { stroke: 'none' },
  line: { fill: 'none', strokeWidth: 1.5, strokeLinecap: 'round', strokeLinejoin: 'round' },
});

/** Units: pixels. */
const [height, left, right, top, bottom] = [140, 44, 8, 8, 36];
const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** The values that the axis spans: from 0, unless that made all lines flat. */
const spanOf = (lines: Sample['lines']): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines)
    for (const value of line) if (value !== null) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) return [0, 1];
  if (low >= 0 && low <= high / 2) low = 0;
  return low < high ? [low, high] : [low - 1, high + 1];
};

const Lines = ({ sample: { times, lines }, width }: { sample: Sample; width: number }): ReactNode => {
  const styles = useStyles();
  const highContrast = matchMedia('(forced-colors: active)').matches;
  const [low, high] = spanOf(lines);
  const [from = 0, to = 0] = [times[0], times.at(-1)];
  const x = (time: number): number => left + ((width - left - right) * (time - from)) / (to - from || 1);
  const y = (value: number): number => top + ((height - top - bottom) * (high - value)) / (high - low);
  const xs = times.map(x);
  return (
    <svg className={styles.chart} width={width} height={height}>
      {valueTicks(low, high, 4).map((value) => (
        <g key={value} transform={`translate(0 ${y(value)})`}>
          <line x1={left} x2={width - right} strokeOpacity={0.15} />
          <text className={styles.text} x={left - 6} dy="0.35em" textAnchor="end">
            {compact.format(value)}
          </text>
        </g>
      ))}
      {timeTicks(from, to, (width - left - right) / 56).map(({ at, label, context }) => (
        <text key={at} className={styles.text} y={height - bottom + 16} textAnchor="middle">
          <tspan x={x(at)}>{label}</tspan>
          <tspan x={x(at)} dy="1.2em">
            {context}
          </tspan>
        </text>
      ))}
      {lines.map((line, index) => (
        <path
          key={index}
          className={styles.line}
          d={linePath(line, xs, y)}
          stroke={highContrast ? 'currentColor' : lineColor(index)}
          strokeDasharray={lineDash(index, highContrast).join(' ')}
        />
      ))}
    </svg>
  );
};

/** A small line chart. The table beside it says the same in text. */
export const Chart = ({ sample }: { sample: Sample }): ReactNode => {
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={root} className={styles.root} aria-hidden>
      {width === 0 ? null : <Lines sample={sample} width={width} />}
    </div>
  );
};
