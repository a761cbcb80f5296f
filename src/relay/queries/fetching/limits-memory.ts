/** Passes on what has been learnt of Amazon's pages: to the other relays of a deployment, and over a restart. */
import * as v from 'valibot';
import type { Store } from '../../store/store';
import type { LimitsMemory } from './page-limits';

const key = 'page-limits';
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const record = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    accepted: v.exactOptional(count),
    cap: v.exactOptional(v.object({ points: count, at: v.number() })),
    whole: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
);

/** @param onError told when the store fails: each relay then learns for itself */
export const createLimitsMemory = (
  store: Store,
  onError: (error: unknown) => void = () => undefined,
): LimitsMemory => ({
  recall: async () => {
    try {
      const parsed = v.safeParse(record, await store.get(key));
      return parsed.success ? parsed.output : undefined;
    } catch (error) {
      onError(error);
      return undefined;
    }
  },
  keep: (learnt, ttlMs) => {
    store.set(key, JSON.stringify(learnt), { ttlMs }).catch(onError);
  },
});
