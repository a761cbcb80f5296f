import type { Answer, Question } from '../../core/query/question';
import type { Answers } from './query-cache';
import { cancellationOf, isOnlyLookedAt, type Invocation } from '../cells/invocation';

/**
 * The answers that one call of a function needs, in the order of its questions; undefined where somebody only looks at
 * the formula and not all are in memory. Where one fails the others are no longer waited for. Rejects with a
 * FailureError only.
 */
export const answersFor = async (
  answers: Answers,
  questions: readonly Question[],
  invocation: Invocation,
): Promise<readonly Answer[] | undefined> => {
  const known = questions.flatMap((question) => answers.known(question) ?? []);
  if (known.length === questions.length) return known;
  if (isOnlyLookedAt(invocation)) return undefined;
  const { address } = invocation;
  const call = cancellationOf(invocation);
  const waiter = { signal: call.signal, ...(address === undefined ? {} : { address }) };
  try {
    return await Promise.all(questions.map((question) => answers.get(question, waiter)));
  } catch (error) {
    call.abort();
    throw error;
  }
};
