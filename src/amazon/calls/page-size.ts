import { FailureError } from '../../core/failure';

/** What Amazon's published model allows; its page on metrics speaks of 100,000. */
const surelyAllowed = 50;

const refusesPageSize = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.code === 'rejected' && /max.?results/i.test(error.failure.message);

/**
 * A call whose `maxResults` may be larger than Amazon accepts: when Amazon says so, it asks again with 50, and keeps to
 * that from then on.
 */
export const withPageSize = <Q extends { readonly maxResults?: number }, R, A extends unknown[]>(
  ask: (request: Q, ...rest: A) => Promise<R>,
): ((request: Q, ...rest: A) => Promise<R>) => {
  let limit = Infinity;
  return async (request, ...rest) => {
    const { maxResults } = request;
    if (maxResults === undefined || maxResults <= surelyAllowed) return ask(request, ...rest);
    const size = Math.min(maxResults, limit);
    try {
      return await ask({ ...request, maxResults: size }, ...rest);
    } catch (error) {
      if (size <= surelyAllowed || !refusesPageSize(error)) throw error;
      const answer = await ask({ ...request, maxResults: surelyAllowed }, ...rest);
      limit = surelyAllowed;
      return answer;
    }
  };
};
