import { FailureError } from '../../core/domain/failure';
import type { Skill } from '../../core/protocol/stream';

const id = /\b(?:skill )?(amzn1\.ask\.skill\.[\w-]+)/g;

/** What failed, with skills called by their names where the account's list has them: the relay knows IDs only. */
export const nameSkills = (error: unknown, skills: readonly Skill[]): unknown => {
  if (!(error instanceof FailureError)) return error;
  const { failure } = error;
  const named = (text: string): string =>
    text.replace(id, (written, skillId: string) => {
      const name = skills.find((skill) => skill.skillId === skillId)?.name;
      return name === undefined ? written : `"${name}"`;
    });
  const [message, advice] = [named(failure.message), named(failure.advice)];
  return message === failure.message && advice === failure.advice
    ? error
    : new FailureError({ ...failure, message, advice }, { cause: error });
};
