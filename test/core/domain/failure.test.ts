import { describe, expect, it } from 'vitest';
import { FailureError, failureOf, invalidQuery, textOf } from '../../../src/core/domain/failure';

const throttled = { code: 'throttled', message: 'Amazon is busy.', advice: 'Wait a minute.' } as const;

describe('invalidQuery', () => {
  it('names each argument, the value that came and what is accepted', () => {
    const failure = invalidQuery([
      { argument: 'skillId', value: '', accepted: "the skill's ID" },
      { argument: 'stage', value: 'alive', accepted: 'live, development' },
    ]);
    expect(textOf(failure)).toBe(
      `skillId is missing: the skill's ID. stage can't be "alive": live, development. Fix these arguments.`,
    );
    expect(invalidQuery([{ argument: 'stage', value: 'x', accepted: 'live' }]).advice).toBe('Fix this argument.');
  });

  it('says each thing once, and advises nothing where the sentences do', () => {
    const problem = { argument: 'stage', value: 'x', accepted: 'live', message: 'There is no stage "x". Use live.' };
    expect(textOf(invalidQuery([problem, problem]))).toBe('There is no stage "x". Use live.');
  });
});

describe('textOf', () => {
  it("returns message, advice and Amazon's request id", () => {
    expect(textOf(throttled)).toBe('Amazon is busy. Wait a minute.');
    expect(textOf({ ...throttled, requestId: 'r-1' })).toBe('Amazon is busy. Wait a minute. (Amazon request r-1)');
  });
});

describe('failureOf', () => {
  it('returns what a FailureError carries', () => {
    expect(failureOf(new FailureError(throttled))).toBe(throttled);
  });

  it.each([new Error('token Atza|secret'), 'text', undefined, null])('tells nothing of %j to anybody', (thrown) => {
    expect(failureOf(thrown).code).toBe('internal');
    expect(textOf(failureOf(thrown))).toBe(
      'Something went wrong in the add-in itself. Try again. If it keeps happening, contact your administrator.',
    );
  });
});

describe('FailureError', () => {
  it('is an Error with the failure in its message and its cause', () => {
    const cause = new Error('socket');
    const error = new FailureError(throttled, { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('throttled: Amazon is busy.');
    expect(error.cause).toBe(cause);
  });
});
