import type { FormulaRequest } from '../../core/formula/parse-formula';
import { type Answer, noAnswer, type Progress } from '../../core/query/query';
import { queriesOf } from '../../core/series/column-series';
import type { Queries } from '../../office/queries/cell-functions';

interface Observation {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const sumOf = (all: readonly Progress[]): Progress => ({
  windowsDone: all.reduce((sum, one) => sum + one.windowsDone, 0),
  windowsPlanned: all.reduce((sum, one) => sum + one.windowsPlanned, 0),
  pages: all.reduce((sum, one) => sum + one.pages, 0),
  points: all.reduce((sum, one) => sum + one.points, 0),
});

/**
 * The answers that a request's table needs, in the order of `queriesOf`; one without series where nothing can be asked
 * yet. Rejects with the first failure.
 */
export const askRequest = async (
  queries: Pick<Queries, 'ask'>,
  request: FormulaRequest,
  { signal, onProgress }: Observation,
): Promise<readonly Answer[]> => {
  if (request.table.nothingYet !== undefined) return [noAnswer(Date.now())];
  const all = queriesOf(request);
  const progress = new Map<number, Progress>();
  return Promise.all(
    all.map((query, index) =>
      queries.ask(query, {
        signal,
        onProgress: (one) => {
          progress.set(index, one);
          onProgress(sumOf([...progress.values()]));
        },
      }),
    ),
  );
};
