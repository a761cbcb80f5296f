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

/** A line as an SVG path, broken where there is no value; a point alone is a dot. */
export const pathOf = (
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
