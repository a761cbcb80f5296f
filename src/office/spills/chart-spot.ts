/** Where a chart stands, in points from the sheet's corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Spot = Pick<Box, 'left' | 'top'>;

/** What there is on the sheet. */
export interface ChartSurroundings {
  readonly spill: Box;
  /** Whatever is filled, the spill among it. */
  readonly filled: Box;
  readonly charts: readonly Box[];
  /** Whether nothing is filled beside the spill where the chart would stand. */
  readonly isFreeBeside: boolean;
}

const gap = 12;

const right = ({ left, width }: Box): number => left + width;
const bottom = ({ top, height }: Box): number => top + height;

/** Whether two boxes have a point in common. */
export const overlap = (one: Box, other: Box): boolean =>
  one.left < right(other) && other.left < right(one) && one.top < bottom(other) && other.top < bottom(one);

/**
 * Where a chart of a size covers nothing: right of the spill, else right of all that the sheet holds. Where series are
 * rows, below instead.
 */
export const chartSpot = (
  { spill, filled, charts, isFreeBeside }: ChartSurroundings,
  size: Pick<Box, 'width' | 'height'>,
  layout: 'columns' | 'rows',
): Spot => {
  const all = [spill, filled, ...charts];
  const [beside, beyond] =
    layout === 'columns'
      ? [
          { left: right(spill) + gap, top: spill.top },
          { left: Math.max(...all.map(right)) + gap, top: spill.top },
        ]
      : [
          { left: spill.left, top: bottom(spill) + gap },
          { left: spill.left, top: Math.max(...all.map(bottom)) + gap },
        ];
  return isFreeBeside && !charts.some((chart) => overlap(chart, { ...beside, ...size })) ? beside : beyond;
};
