import { describe, expect, it } from 'vitest';
import { FailureError, failureOf } from '../../../src/core/domain/failure';
import { nameSkills } from '../../../src/office/queries/name-skills';
import { skill } from '../../support/office/queries-of';

const notFound = (skillId: string): FailureError =>
  new FailureError({
    code: 'not_found',
    message: `Amazon couldn't find the metrics of skill ${skillId} in stage live.`,
    advice: 'Check the stage.',
    requestId: 'r1',
  });

describe('a failure', () => {
  it('calls a skill of the account by its name', () => {
    const { skillId, name } = skill();
    expect(failureOf(nameSkills(notFound(skillId), [skill()]))).toEqual({
      code: 'not_found',
      message: `Amazon couldn't find the metrics of "${name}" in stage live.`,
      advice: 'Check the stage.',
      requestId: 'r1',
    });
  });

  it('keeps the ID of any other, and returns other errors as they are', () => {
    const error = notFound('amzn1.ask.skill.other');
    expect(nameSkills(error, [skill()])).toBe(error);
    const bug = new TypeError('amzn1.ask.skill.other');
    expect(nameSkills(bug, [skill()])).toBe(bug);
  });
});
