import type { ChartType } from '../../../objects/charts/chart-definition';

/** Cells that a chart shows, with what they held when the file was saved. */
export interface ChartCells {
  /** `Sheet1!$B$2:$B$29`. */
  readonly address: string;
  /** The number format of the last one, as Excel writes it. */
  readonly format: string;
  /** `null` where a cell is blank or shows an error. */
  readonly values: readonly (string | number | null)[];
}

/** A chart as a file has it. */
export interface SavedChart {
  readonly type: ChartType;
  readonly title: string | undefined;
  readonly legend: 'top' | 'bottom' | 'left' | 'right' | undefined;
  /** Whether dates stand beside each other as texts do, and not at their distance in time. */
  readonly labelsAsText: boolean;
  readonly labels: ChartCells | undefined;
  readonly series: readonly ChartSeries[];
}

interface ChartSeries {
  /** The cell that names it. */
  readonly name: ChartCells | undefined;
  readonly values: ChartCells;
  /** Such as `107C41`: of the series, or of each slice of a pie. */
  readonly colors: readonly string[];
}
