/** Much work of a store, beside which all other requests must have their turn. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileStore } from '../../../src/relay/store/file';
import { MemoryStore } from '../../../src/relay/store/memory';
import type { Store } from '../../../src/relay/store/store';

const rows = 20_000;
const text = 'x'.repeat(300);

const filled = async (store: Store): Promise<Store> => {
  for (const account of ['one', 'two'])
    for (let from = 0; from < rows / 2; from += 1_000)
      await store.setMany(
        Array.from({ length: 1_000 }, (_, i) => ({
          key: `days:${account}:${String(from + i).padStart(6, '0')}`,
          text,
          ttlMs: 1_000_000 + ((from + i) % 977) * 60_000,
        })),
      );
  return store;
};

/** How many turns of the event loop come between the beginning and the end of some work. */
const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let turns = 0;
  let waiting = setImmediate(function turn() {
    turns += 1;
    waiting = setImmediate(turn);
  });
  await work();
  clearImmediate(waiting);
  return turns;
};

const kinds: [string, () => Store][] = [
  ['file:', () => new FileStore(path.join(mkdtempSync(path.join(tmpdir(), 'stress-')), 'relay.db'), () => 0)],
  ['memory:', () => new MemoryStore(() => 0)],
];

describe.each(kinds)('%s under stress', (_, open) => {
  /** The most rows of one turn. */
  const slice = 500;

  it.each([
    ['trims', (store: Store) => store.trim('days:', rows / 4), rows / 4, rows],
    ['trims one account', (store: Store) => store.trim('days:two:', rows / 4), rows / 4, rows / 2],
    ['deletes an account', (store: Store) => store.deletePrefix('days:one:'), rows / 2, rows / 2],
    ['lists', async (store: Store) => (await store.list('days:')).length, rows, rows],
  ])('%s in slices', async (_name, work, left, read) => {
    const store = await filled(open());
    let done = 0;
    const turns = await turnsDuring(async () => (done = await work(store)));
    expect(done).toBe(left);
    expect(turns).toBeGreaterThanOrEqual(read / slice);
    await store.close();
  });
});
