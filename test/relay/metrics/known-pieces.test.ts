import { expect, it } from 'vitest';
import { KnownPieces, seriesPrefix } from '../../../src/relay/metrics/known-pieces';
import { MemoryStore } from '../../../src/relay/store/memory';
import { at } from '../../core/questions';

const dayMs = 86_400_000;
const series = { prefix: seriesPrefix('A', ['skill']), metric: 'totalSessions', period: 'P1D' } as const;

it('keeps no more pieces in the store than it may', async () => {
  const now = at('2026-11-01T00:00:00Z');
  const store = new MemoryStore(() => now);
  const known = new KnownPieces({ store, maxStored: 50 });
  const first = at('2026-01-01T00:00:00Z');
  for (let day = 0; day < 200; day += 1) {
    const startTime = first + day * dayMs;
    known.write(
      series,
      { startTime, endTime: startTime + dayMs },
      { timestamps: [startTime], values: [day], fetchedAt: now },
    );
  }
  await expect.poll(async () => (await store.list('days:')).length).toBe(50);
});
