/** A rectangle on a sheet, in points from the sheet's top left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The top left corner of a chart, in points. */
export type Spot = Pick<Box, 'left' | 'top'>;

/** The content of the sheet. */
export interface ChartSurroundings {
  readonly spill: Box;
  /** The used range, including the spill. */
  readonly filled: Box;
  readonly charts: readonly Box[];
  /** Whether the cells beside the spill, where the chart would go, are empty. */
  readonly isFreeBeside: boolean;
}

const gap = 12;

const right = ({ left, width }: Box): number => left + width;
const bottom = ({ top, height }: Box): number => top + height;

/** Whether two boxes overlap. */
export const overlap = (one: Box, other: Box): boolean =>
  one.left < right(other) && other.left < right(one) && one.top < bottom(other) && other.top < bottom(one);

/**
 * Finds a place where a chart covers nothing: right of the spill, or else right of everything on the sheet. If series
 * are rows, below instead of right.
 *
 * @param size in points
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
