import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../src/relay/store/memory';
import { byClock, storeContract, sweepContract } from '../../support/store/contract';

storeContract('memory:', () => byClock((now) => [new MemoryStore(now)]));
sweepContract('memory:', () => byClock((now) => [new MemoryStore(now)]));

describe('memory: beyond the contract', () => {
  it('counts what it sweeps', async () => {
    let now = 0;
    const store = new MemoryStore(() => now);
    await store.set('a', 'x', { ttlMs: 1 });
    now += 1;
    expect(await store.sweep()).toBe(1);
  });
});
