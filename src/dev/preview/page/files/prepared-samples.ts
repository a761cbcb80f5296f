import type { CellResult } from '../functions/parameters';
import type { Sample } from '../functions/samples';

/** Heads the sample numbers; the workbook's own formulas see by it whether they stand there. */
export const sampleHeader = 'Sample numbers';

/** 2026-08-01, the first of the example's 92 days. */
const firstDay = 46_235;
const dayNumber = 92;

/** What a day has more than a weekday, from Saturday on. */
const weekly = [120, 160, 0, 10, 30, 20, 60];

/** Round on purpose: nobody is to take them for an answer. */
const valueOf = (day: number): number => 1_000 + 10 * Math.floor(day / 5) + (weekly[day % 7] ?? 0);

/** What the example shows before anybody has signed in, in the shape of an answer to its formula. */
export function preparedSample(at: Sample['at']): Sample {
  const days = Array.from({ length: dayNumber }, (_, day) => day);
  const column = (header: string, value: (day: number) => number): CellResult[] => [
    { value: header },
    ...days.map((day) => ({ value: value(day) })),
  ];
  return {
    at,
    refusal: "You're not signed in.",
    result: [column('Date (UTC)', (day) => firstDay + day), column(sampleHeader, valueOf)],
  };
}
