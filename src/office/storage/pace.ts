import * as v from 'valibot';
import { firstPace, learnPace, type Cost, type Pace } from '../../core/windows/estimate';
import type { Answer, Progress } from '../../core/query/question';
import { createPersisted, type PersistedDeps } from './persisted';
import type { RelayClient } from '../relay/client';

/** How fast answers have come lately, remembered between openings of Excel. Nothing here rejects. */
export interface PaceMemory {
  get(): Promise<Pace>;
  /** The same client, watched. */
  watch(client: RelayClient): RelayClient;
}

export interface PaceDeps extends Pick<PersistedDeps<unknown>, 'storage' | 'key'> {
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
}

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const schema = v.object({ pageSize: positive, secondsPerRequest: positive, weight: positive });

/** Only progress tells how many points came from Amazon; the answer also holds what the relay knew. */
const costOf = ({ pages, requests }: Answer, last: Progress | undefined, ms: number): Cost => {
  const perPage = last === undefined || last.pages === 0 ? undefined : last.points / last.pages;
  const seen = perPage === undefined ? { pages: 0, points: 0 } : { pages, points: perPage * pages };
  return { ...seen, requests, seconds: ms / 1000 };
};

export const createPaceMemory = ({ clock, ...where }: PaceDeps): PaceMemory => {
  const kept = createPersisted<Pace>({ ...where, schema, initial: firstPace });
  return {
    get: () => kept.get(),
    watch: (client) => ({
      ...client,
      ask: async (query, how) => {
        let began = clock();
        let last: Progress | undefined;
        const onProgress = (progress: Progress): void => {
          last = progress;
          how.onProgress?.(progress);
        };
        // What waits in the browser says nothing of Amazon.
        const onTaken = (): void => {
          began = clock();
          how.onTaken?.();
        };
        const answer = await client.ask(query, { ...how, onProgress, onTaken });
        const cost = costOf(answer, last, clock() - began);
        void kept.get().then((pace) => kept.set(learnPace(pace, query, cost)));
        return answer;
      },
    }),
  };
};
