/** One line of the benchmark's table. */
export interface Row {
  readonly measure: string;
  readonly measured: string;
  /** What it is compared with, in the same run. */
  readonly against: string;
  readonly ratio: string;
  readonly target: string;
  /** Left out where there is no target. */
  readonly reached?: boolean;
}

const headers = ['measure', 'measured', 'against', 'ratio', 'to reach', ''];

const cells = ({ measure, measured, against, ratio, target, reached }: Row): readonly string[] => [
  measure,
  measured,
  against,
  ratio,
  target,
  reached === undefined ? '' : reached ? 'reached' : '**missed**',
];

const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;

/** The rows as a table in Markdown. */
export const tableOf = (rows: readonly Row[]): string =>
  [line(headers), line(headers.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n');

export const ms = (value: number): string => `${Math.round(value).toLocaleString('en')} ms`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The value that this share of all values doesn't exceed. */
export const quantile = (share: number, values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(share * values.length))] ??
  Number.NaN;
