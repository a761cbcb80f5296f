import { expect, it } from 'vitest';
import { failureCodes } from '../../../src/core/domain/failure';
import { nextStepOf } from '../../../src/taskpane/features/activity/cell-groups';
import { progressText } from '../../../src/taskpane/ui/progress-line';

it('says how far an answer has come', () => {
  expect(progressText(undefined)).toBe('Asking Amazon…');
  expect(progressText({ windowsDone: 0, windowsPlanned: 1, pages: 0, points: 0 })).toBe(
    '0 of 1 window · 0 pages · 0 points',
  );
  expect(progressText({ windowsDone: 3, windowsPlanned: 52, pages: 1, points: 35_040 })).toBe(
    '3 of 52 windows · 1 page · 35,040 points',
  );
});

it('has the formula edited where asking again would not help', () => {
  expect(failureCodes.filter((code) => nextStepOf(code) === 'edit')).toEqual([
    'invalid_query',
    'not_found',
    'rejected',
    'too_large',
  ]);
});
