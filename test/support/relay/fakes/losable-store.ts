import { FailureError } from '../../../../src/core/domain/failure';
import { MemoryStore } from '../../../../src/relay/store/memory';
import type { Store } from '../../../../src/relay/store/store';

export interface LosableStore {
  readonly store: Store;
  /** While true, every operation fails as that of a store that cannot be reached. */
  isLost: boolean;
}

const away = (): Promise<never> =>
  Promise.reject(
    new FailureError({ code: 'unavailable', message: 'The store is away.', advice: 'Try again in a minute.' }),
  );

/** A store that can be lost, and comes back with all that it held. */
export const losableStore = (now: () => number): LosableStore => {
  const memory = new MemoryStore(now);
  const losable: LosableStore = {
    isLost: false,
    store: new Proxy<Store>(memory, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return losable.isLost && name !== 'close' ? away : (member.bind(target) as unknown);
      },
    }),
  };
  return losable;
};
