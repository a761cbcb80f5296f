import type { Progress } from '../../core/query/question';

const counted = new Intl.NumberFormat('en');

const some = (count: number, one: string): string => `${counted.format(count)} ${one}${count === 1 ? '' : 's'}`;

/** How far an answer has come, in words. */
export const progressText = (progress: Progress | undefined): string => {
  if (progress === undefined) return 'Asking Amazon…';
  const { windowsDone, windowsPlanned, pages, points } = progress;
  return `${counted.format(windowsDone)} of ${some(windowsPlanned, 'window')} · ${some(pages, 'page')} · ${some(points, 'point')}`;
};
