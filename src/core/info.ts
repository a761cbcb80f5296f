/** Tells where an answer came from, as SKILLMETRICSINFO shows it. */
import { serialOf } from './excel-time';
import { planWindows } from './plan';
import type { Answer, Question } from './question';
import type { Cell } from './table';

/** What stands for the time from which values may still change, where none may. */
const allFinal = 'none: all values are final';

/**
 * A table of two columns, what and how much: range, freshness and cost of an answer, then Amazon's ids of its requests, a
 * row each. Times are Excel serials in `tz`. An answer of what is known already costs no request.
 */
export const infoTable = (question: Question, answer: Answer, tz: string): Cell[][] => {
  const time = (instant: number): number => serialOf(instant, tz);
  const { series, fetchedAt, provisionalFrom, pages, requests, requestIds } = answer;
  return [
    [`Start (${tz})`, time(question.startTime)],
    [`End (${tz})`, time(question.endTime)],
    [`Fetched at (${tz})`, time(fetchedAt)],
    [`Provisional from (${tz})`, provisionalFrom === undefined ? allFinal : time(provisionalFrom)],
    ['Series', series.length],
    ['Points', series.reduce((sum, { values }) => sum + values.length, 0)],
    ['Windows of up to 7 days', series.length * planWindows(question, fetchedAt).length],
    ['Requests to Amazon', requests],
    ['Pages', pages],
    ...requestIds.map((id) => ['Request ID', id]),
  ];
};
