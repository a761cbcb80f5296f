import { pointsIn, type Answer, type Question } from '../core/question';
import type { Cell } from '../core/table';
import type { Answers } from './answers';
import type { CallResult } from './call-result';
import { cancellationOf, isOnlyLookedAt, type Invocation } from './invocation';
import { fitting } from './result-size';

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

/** What answers come to as the result of a call. All questions of a call are about one range of time. */
export const resultOf = (
  [question]: readonly Question[],
  answers: readonly Answer[],
  layOut: () => Cell[][],
): CallResult => ({
  cells: () => fitting(layOut()),
  asOf: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
  points: answers.reduce((sum, answer) => sum + pointsIn(answer), 0),
  ...(question === undefined ? {} : { range: { startTime: question.startTime, endTime: question.endTime } }),
});
