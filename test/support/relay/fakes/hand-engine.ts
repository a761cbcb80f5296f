import type { Engine } from '../../../../src/relay/queries/engine';
import type { QueryRequest } from '../../../../src/relay/queries/fetching/query-run';

type Answer = Awaited<ReturnType<Engine['answer']>>;

export interface HandAsked extends QueryRequest {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** An engine whose queries the test answers by hand. */
export const handEngine = () => {
  const asked: HandAsked[] = [];
  const waiting: (() => void)[] = [];
  const engine: Engine = {
    answer: (one) =>
      new Promise((resolve, reject) => {
        asked.push({ ...one, resolve, reject });
        waiting.splice(0).forEach((go) => go());
        one.signal.addEventListener('abort', () => reject(one.signal.reason as Error));
      }),
    forget: () => Promise.resolve(),
    hear: () => Promise.resolve(),
  };
  /** The query of this number, once it has been asked. */
  const nth = async (index: number): Promise<HandAsked> => {
    for (;;) {
      const found = asked[index];
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { engine, asked, nth };
};

export const emptyAnswer: Answer = { series: [], fetchedAt: 0, requests: 0, pages: 0, requestIds: [] };
