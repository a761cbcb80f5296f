/** Where clocks go back, and an hour comes twice. */
import { offsetAt } from './excel-time';
import { floorToDay, type Instant, type Window } from '../domain/instant';

const dayMs = 86_400_000;

/** The instant in a UTC day at which the offset changes: by halves, to the minute, as clocks change. */
const changeIn = (from: Instant, to: Instant, timeZone: string): Instant => {
  let [before, after] = [from, to];
  while (after - before > 60_000) {
    const middle = before + Math.floor((after - before) / 120_000) * 60_000;
    if (offsetAt(middle, timeZone) === offsetAt(from, timeZone)) before = middle;
    else after = middle;
  }
  return after;
};

/** Whether clocks of the zone go back within the range, so that it holds moments that they show twice. */
export const clocksGoBack = ({ startTime, endTime }: Window, timeZone: string): boolean => {
  if (timeZone === 'UTC') return false;
  for (let day = floorToDay(startTime); day < endTime; day += dayMs) {
    if (offsetAt(day + dayMs, timeZone) >= offsetAt(day, timeZone)) continue;
    const change = changeIn(day, day + dayMs, timeZone);
    if (startTime < change && change < endTime) return true;
  }
  return false;
};
