import { makeStaticStyles, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import UPlot, { type AlignedData, type Options } from 'uplot';
import { lineColor, lineDash } from './line-colors';
import type { Sample } from './sample';

/** What a plot without legend and cursor needs of uPlot's own style sheet. */
const usePlotStyles = makeStaticStyles({
  '.u-wrap': { position: 'relative' },
  '.u-over, .u-under': { position: 'absolute' },
  '.u-wrap canvas': { display: 'block', position: 'relative', width: '100%', height: '100%' },
});
const useStyles = makeStyles({ root: { width: '100%', minHeight: '140px', overflow: 'hidden' } });

const height = 140;
const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** What a colour such as `var(--x)` is here: a canvas knows no variables. */
const resolved = (element: HTMLElement, color: string): string =>
  getComputedStyle(element).getPropertyValue(/^var\((.+)\)$/.exec(color)?.[1] ?? '') || color;

/** Colours are looked up at each drawing, so that they are those of the theme that is on. */
const optionsFor = (element: HTMLElement, { headers }: Sample): Options => {
  const highContrast = matchMedia('(forced-colors: active)').matches;
  const text = (): string => getComputedStyle(element).color;
  const grid = (): string => `color-mix(in srgb, ${text()} 15%, transparent)`;
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: text, font, ticks: { show: false }, grid: { stroke: grid, width: 1 } };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    // Times are those of the cells' clock already.
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    axes: [
      { ...axis, grid: { show: false }, size: 36, space: 56 },
      { ...axis, size: 44, space: 28, values: (_, values) => values.map((value) => compact.format(value)) },
    ],
    series: [
      {},
      ...headers.slice(1).map((label, index) => ({
        label,
        stroke: highContrast ? text : () => resolved(element, lineColor(index)),
        dash: [...lineDash(index, highContrast)],
        width: 1.5,
        points: { show: false },
      })),
    ],
  };
};

/** A small line chart. The table beside it says the same in text. */
export const Chart = ({ sample }: { sample: Sample }): ReactNode => {
  usePlotStyles();
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const data: AlignedData = [[...sample.times], ...sample.lines.map((line) => [...line])];
    const plot = new UPlot(optionsFor(element, sample), data, element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    // The pane tells its theme to the browser there.
    const theme = new MutationObserver(() => plot.redraw());
    theme.observe(document.documentElement, { attributeFilter: ['style'] });
    return () => {
      observer.disconnect();
      theme.disconnect();
      plot.destroy();
    };
  }, [sample]);
  return <div ref={root} className={styles.root} aria-hidden />;
};
