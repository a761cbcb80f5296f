/** Whoever leaves while a store is being asked: nothing is sent for them any more. With the stores of production. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import { FileStore } from '../../../../src/relay/store/file';
import { RedisStore } from '../../../../src/relay/store/redis';
import type { Store } from '../../../../src/relay/store/store';
import { ask, at, august, engineOf, later } from '../../../support/relay/asking';
import { FakeAmazon } from '../../../support/relay/fakes/fake-amazon';
import { RedisServer } from '../../../support/store/redis-server';

/** A store of which `onCall` is told before it does anything, by how many times it was called. */
const watched = (store: Store, onCall: (count: number, name: string) => void) => {
  const state = { calls: 0, pending: 0 };
  const proxy = new Proxy<Store>(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        state.calls += 1;
        state.pending += 1;
        const answer: unknown = Reflect.apply(member, target, args);
        onCall(state.calls, String(name));
        try {
          return await answer;
        } finally {
          state.pending -= 1;
        }
      };
    },
  });
  /** Settles when nothing has been asked of it for some turns of the event loop. */
  const quiet = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns += 1) {
      if (state.pending > 0) turns = 0;
      await new Promise(setImmediate);
    }
  };
  return { store: proxy, quiet };
};

const year = august({
  period: 'PT15M',
  startTime: at('2025-05-01T00:00:00Z'),
  endTime: at('2026-05-01T00:00:00Z'),
});

const stores: Record<string, () => Promise<{ store: Store; close: () => Promise<void> }>> = {
  file: () => {
    const store = new FileStore(path.join(mkdtempSync(path.join(tmpdir(), 'leaving-')), 'store.db'), () => later);
    return Promise.resolve({ store, close: () => store.close() });
  },
  Redis: async () => {
    const server = await RedisServer.start();
    const store = new RedisStore(server.url);
    return {
      store,
      close: async () => {
        await store.close();
        await server.stop();
      },
    };
  },
};

describe.each(Object.keys(stores))('with the %s store', (kind) => {
  let opened: { store: Store; close: () => Promise<void> };
  beforeAll(async () => {
    opened = (await stores[kind]?.()) ?? opened;
  });
  afterAll(() => opened.close());

  it.each([undefined, 'tail', 'all'] as const)(
    'a question that is left at any call of the store sends nothing from then on (fresh: %s)',
    async (fresh) => {
      const names: string[] = [];
      for (let nth = 1; ; nth += 1) {
        await opened.store.deletePrefix('');
        const controller = new AbortController();
        let sentBefore: number | undefined;
        const amazon = new FakeAmazon({ cap: 50 });
        const { store, quiet } = watched(opened.store, (count, name) => {
          if (count !== nth) return;
          names.push(name);
          sentBefore = amazon.requests.length;
          controller.abort();
        });
        const engine = engineOf(amazon, { store });
        const of = { signal: controller.signal, ...(fresh === undefined ? {} : { fresh }) };
        const outcome = await ask(engine, year, of).then(
          () => 'answered',
          (error: unknown) => (error instanceof FailureError ? error.failure.code : error),
        );
        await quiet();
        // Whoever left while the last pages were kept has the answer.
        if (sentBefore === undefined || outcome === 'answered') break;
        const seen = [outcome, amazon.requests.length, amazon.running];
        expect(seen, `left at call ${nth}, ${String(names.at(-1))}`).toEqual(['cancelled', sentBefore, 0]);
      }
      expect(names).toEqual(expect.arrayContaining(['get', ...(fresh === 'all' ? [] : ['getMany'])]));
    },
  );
});
