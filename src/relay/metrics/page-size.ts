/**
 * How many points a page may ask for. Amazon's page names 100,000 as the maximum, its published model 50: so the large
 * size is asked until Amazon refuses it, and 50 from then on.
 */
import { FailureError } from '../../core/failure';

/** What Amazon's published model of the API accepts. */
export const safePageSize = 50;
/** What Amazon's page about the API accepts. */
export const largestPageSize = 100_000;

export interface PageSize {
  /** Runs a request with the wanted or the learnt size; asks once more with 50 where Amazon refuses the size. */
  use<T>(wanted: number | undefined, request: (maxResults: number) => Promise<T>): Promise<T>;
}

/** Whether Amazon's 400 is about the page size, by its own words. */
const refusesSize = (error: unknown): boolean =>
  error instanceof FailureError &&
  error.failure.code === 'rejected' &&
  /max.?results|page.?size/i.test(error.failure.message);

/** A page size learnt from Amazon's answers; shared by all questions of a deployment. */
export const createPageSize = (): PageSize => {
  let accepted = largestPageSize;
  return {
    async use(wanted, request) {
      const size = Math.min(wanted ?? largestPageSize, accepted);
      try {
        return await request(size);
      } catch (error) {
        if (size <= safePageSize || !refusesSize(error)) throw error;
        const answer = await request(safePageSize);
        // Learnt only now: an answer that is refused at 50 too was not about the size.
        accepted = safePageSize;
        return answer;
      }
    },
  };
};
