import { FailureError } from '../../core/domain/failure';
import type { Skill } from '../../core/protocol/stream';

const id = /\b(?:skill )?(amzn1\.ask\.skill\.[\w-]+)/g;

/**
 * Replaces skill IDs in a failure's message and advice by the skills' names, which the relay doesn't know.
 * @returns a new FailureError with the old one as its cause; the error as it is when there is nothing to replace
 */
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
