import { describe, expect, it } from 'vitest';
import { type Failure, failureOf, textOf } from '../../../src/core/domain/failure';
import { passErrors } from '../../../src/core/formula/cell-input';
import { parseFormula } from '../../../src/core/formula/parse-formula';
import { parseIntentsCall } from '../../../src/core/tables/list-tables';
import { parseTop } from '../../../src/core/tables/top-request';
import { parseTotal } from '../../../src/core/tables/total-table';

/** As office.js hands errors over, typed or not. */
const error = (basicValue: string): object => ({ type: 'Error', basicValue });

const failureIn = (call: () => unknown): Failure | undefined => {
  try {
    call();
    return undefined;
  } catch (thrown) {
    return failureOf(thrown);
  }
};
const passed = (args: object): Failure | undefined => failureIn(() => passErrors(args));
const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

describe('an error among the arguments', () => {
  it('is passed on, and the argument named', () => {
    const failure = passed({ skillId, metric: error('#N/A'), startTime: null });
    expect(failure).toMatchObject({ code: 'invalid_query', cellError: '#N/A' });
    expect(failure && textOf(failure)).toBe('metric is #N/A. Fix the cells that this argument refers to.');
  });

  it('is found in a range and in an array', () => {
    const failure = passed({ metric: [['totalSessions'], [error('#DIV/0!')], [error('#N/A')]] });
    expect(failure).toMatchObject({ message: 'metric contains #DIV/0!.', cellError: '#DIV/0!' });
    expect(passed({ locale: [[error('#REF!')]] })).toMatchObject({ message: 'locale is #REF!.' });
  });

  it('is the first of several, in their order; each argument is named', () => {
    const failure = passed({ skillId: error('#NUM!'), metric: [['totalSessions', error('#N/A')]] });
    expect(failure).toMatchObject({ message: 'skillId is #NUM!; metric contains #N/A.', cellError: '#NUM!' });
    expect(failure?.advice).toBe('Fix the cells that these arguments refer to.');
  });

  it('is none where a text only looks like one, or a value has a type', () => {
    expect(passed({ metric: '#N/A', startTime: { type: 'Double', basicValue: 46235 }, options: [['', 0, null]] })).toBe(
      undefined,
    );
  });

  it.each([
    ['SKILLMETRICS', () => parseFormula({ skillId, metric: 'totalSessions', startTime: error('#N/A') }, 0)],
    ['SKILLTOP', () => parseTop({ skillId: error('#N/A'), metric: null, by: null, startTime: null }, 0)],
    ['SKILLTOTAL', () => parseTotal({ skillId: error('#N/A'), metric: null, startTime: null }, 0)],
    ['ALEXAINTENTS', () => parseIntentsCall({ skillId, stage: error('#N/A') })],
  ])('is reported by %s before anything else', (_, call) => {
    expect(failureIn(call)).toMatchObject({ cellError: '#N/A', problems: [{ value: '#N/A' }] });
  });
});

describe('arguments that are missing', () => {
  it('are named, all of them', () => {
    const failure = failureIn(() => parseFormula({ skillId, metric: null, startTime: undefined }, 0));
    expect(failure).toMatchObject({ code: 'invalid_query' });
    expect(failure && textOf(failure)).toMatch(/^metric is missing: .*\. startTime is missing: /);
    expect(failure && 'cellError' in failure).toBe(false);
  });
});
