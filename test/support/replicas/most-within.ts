/** The most of these ascending times that lie within any `ms` milliseconds. */
export const mostWithin = (ms: number, times: readonly number[]): number => {
  let most = 0;
  let first = 0;
  times.forEach((at, index) => {
    while (at - (times[first] ?? at) >= ms) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
};
