import * as v from 'valibot';
import type { Answer, Progress } from '../../core/query/query';
import { type Cost, firstPace, learnPace, type Pace } from '../../core/windows/query-size';
import type { RelayClient } from '../relay/client';
import { officeStorage, storageKey } from './office-storage';
import { createPersisted, type PersistedDeps } from './persisted';

/** How fast answers have arrived lately, also before Excel was last closed. */
export interface PaceMemory {
  /** The current pace. Never rejects. */
  get(): Promise<Pace>;
  /** Wraps a client so that the pace follows its answers. */
  watch(client: RelayClient): RelayClient;
}

export interface PaceDeps extends Pick<PersistedDeps<unknown>, 'storage' | 'key'> {
  /** A monotonic clock, in milliseconds. */
  readonly clock: () => number;
}

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const schema = v.object({ pageSize: positive, secondsPerRequest: positive, weight: positive });

/** The cost of an answer. Only the progress counts Amazon's points: an answer contains cached ones, too. */
const costOf = ({ pages, requests }: Answer, last: Progress | undefined, ms: number): Cost => {
  const perPage = last === undefined || last.pages === 0 ? undefined : last.points / last.pages;
  const seen = perPage === undefined ? { pages: 0, points: 0 } : { pages, points: perPage * pages };
  return { ...seen, requests, seconds: ms / 1000 };
};

/** Creates a pace memory in a storage. */
export const createPaceMemory = ({ clock, ...where }: PaceDeps): PaceMemory => {
  const persisted = createPersisted<Pace>({ ...where, schema, initial: firstPace });
  return {
    get: () => persisted.get(),
    watch: (client) => ({
      ...client,
      ask: async (query, how) => {
        let began = clock();
        let last: Progress | undefined;
        const onProgress = (progress: Progress): void => {
          last = progress;
          how.onProgress?.(progress);
        };
        // The wait in the browser is not Amazon's.
        const onTaken = (): void => {
          began = clock();
          how.onTaken?.();
        };
        const answer = await client.ask(query, { ...how, onProgress, onTaken });
        const cost = costOf(answer, last, clock() - began);
        void persisted.get().then((pace) => persisted.set(learnPace(pace, query, cost)));
        return answer;
      },
    }),
  };
};

/** How fast answers have arrived lately, in Office's storage. */
export const pace = createPaceMemory({
  storage: officeStorage,
  key: () => storageKey('pace'),
  clock: () => performance.now(),
});
