import { FailureError } from '../../core/failure';

/** What Amazon's published model allows; its page on metrics speaks of 100,000. */
const surelyAllowed = 50;

const refusesPageSize = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.code === 'rejected' && /max.?results/i.test(error.failure.message);

interface Paged {
  readonly skillId: string;
  readonly maxResults?: number;
}

/**
 * A call whose `maxResults` may be larger than Amazon accepts: when Amazon says so, it asks again with 50, and keeps to
 * that for the skill from then on.
 */
export const withPageSize = <Q extends Paged, R, A extends unknown[]>(
  ask: (request: Q, ...rest: A) => Promise<R>,
): ((request: Q, ...rest: A) => Promise<R>) => {
  const limited = new Set<string>();
  return async (request, ...rest) => {
    const { skillId, maxResults = 0 } = request;
    const smaller = { ...request, maxResults: surelyAllowed };
    if (maxResults <= surelyAllowed) return ask(request, ...rest);
    if (limited.has(skillId)) return ask(smaller, ...rest);
    try {
      return await ask(request, ...rest);
    } catch (error) {
      if (!refusesPageSize(error)) throw error;
      const answer = await ask(smaller, ...rest);
      limited.add(skillId);
      return answer;
    }
  };
};
