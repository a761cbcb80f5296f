import { describe, expect, it, vi } from 'vitest';
import { firstPace } from '../../../src/core/windows/query-size';
import type { RelayClient } from '../../../src/office/relay/client';
import { createPaceMemory } from '../../../src/office/storage/pace';
import { answer, at, query } from '../../support/core/queries';
import { storageOf } from '../../support/office/storage';

const week = query({
  period: 'PT15M',
  startTime: at('2026-10-25T00:00:00Z'),
  endTime: at('2026-11-01T00:00:00Z'),
});

const client = (ask: RelayClient['ask']): RelayClient => ({
  ask,
  skills: () => Promise.resolve([]),
  locales: () => Promise.resolve([]),
  intents: () => Promise.resolve([]),
});

describe('the memory of the pace', () => {
  it('learns from the answers that pass through it, and keeps it', async () => {
    const storage = storageOf();
    let ms = 0;
    const where = { storage: () => storage, key: () => 'pace', clock: () => ms };
    const memory = createPaceMemory(where);
    expect(await memory.get()).toEqual(firstPace);
    const watched = memory.watch(
      client((_, { onProgress }) => {
        onProgress?.({ windowsDone: 0, windowsPlanned: 1, pages: 4, points: 80 });
        ms = 3_400;
        return Promise.resolve(answer({ pages: 34, requests: 34 }));
      }),
    );
    await watched.ask(week, {});
    await vi.waitFor(async () => expect((await memory.get()).pageSize).toBe(20));
    expect((await memory.get()).secondsPerRequest).toBeCloseTo(0.1, 2);
    expect((await createPaceMemory(where).get()).pageSize).toBe(20);
  });

  it('learns no page size from an answer without pages', async () => {
    const storage = storageOf();
    let ms = 0;
    const memory = createPaceMemory({ storage: () => storage, key: () => 'pace', clock: () => ms });
    const watched = memory.watch(
      client((_, { onProgress }) => {
        onProgress?.({ windowsDone: 0, windowsPlanned: 1, pages: 0, points: 0 });
        ms = 1_000;
        return Promise.resolve(answer({ pages: 1, requests: 1 }));
      }),
    );
    await watched.ask(week, {});
    await vi.waitFor(async () => expect((await memory.get()).weight).not.toBe(firstPace.weight));
    expect((await memory.get()).pageSize).toBe(firstPace.pageSize);
  });

  it('passes on answers, progress and failures as they come', async () => {
    const storage = storageOf();
    const memory = createPaceMemory({ storage: () => storage, key: () => 'pace', clock: () => 0 });
    const given = answer();
    const heard: number[] = [];
    const fine = memory.watch(
      client((_, { onProgress }) => {
        onProgress?.({ windowsDone: 0, windowsPlanned: 1, pages: 1, points: 7 });
        return Promise.resolve(given);
      }),
    );
    expect(await fine.ask(week, { onProgress: ({ points }) => heard.push(points) })).toBe(given);
    expect(heard).toEqual([7]);
    const failing = memory.watch(client(() => Promise.reject(new Error('refused'))));
    await expect(failing.ask(week, {})).rejects.toThrow('refused');
  });
});
