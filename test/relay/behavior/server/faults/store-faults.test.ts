/** What every route says where the store fails in each of the ways that stores fail. */
import { describe, expect, it } from 'vitest';
import { StoreError, type StoreFault } from '../../../../../src/relay/store/fault';
import { MemoryStore } from '../../../../../src/relay/store/memory';
import { attributeOf, authorized, newVerifier, query, signIn, startWorld } from '../../../../support/relay/world';

const words: Readonly<Record<StoreFault, string>> = {
  unreachable: "The add-in's server cannot reach its store.",
  full: "The add-in's server has no room left in its store: its disk or its memory is full.",
  readonly: "The add-in's server cannot write to its store.",
  damaged: "The add-in's server found its store damaged.",
  locked: "The add-in's server is waiting for its store.",
  refused: "The add-in's server was refused by its store.",
};

const failing = () => {
  const store = new MemoryStore(() => 0);
  let fault: StoreFault | undefined;
  const broken = new Proxy(store, {
    get: (target, name: keyof MemoryStore) =>
      name === 'close' || fault === undefined
        ? (target[name] as () => unknown).bind(target)
        : () => Promise.reject(new StoreError(fault ?? 'full', new Error('as the driver says'))),
  });
  return { store: broken, fail: (how: StoreFault) => (fault = how) };
};

const faults = Object.keys(words) as StoreFault[];

describe.each(faults)('a store that is %s', (fault) => {
  it('is named by all routes, and by none as an error of the relay', async () => {
    const { store, fail } = failing();
    const world = await startWorld({ store });
    const session = await signIn(world);
    fail(fault);
    world.clock.pass(7 * 3_600_000);
    const page = await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`);
    expect(attributeOf(await page.text(), 'message')?.replaceAll('&#39;', "'")).toContain(words[fault]);
    const { verifier } = newVerifier();
    const body = JSON.stringify({ code: '7G4K-Q0ZD', verifier });
    const stranger = authorized('x'.repeat(43));
    for (const [path, init] of [
      ['/auth/redeem', { method: 'POST', body }],
      ['/auth/session', stranger],
      ['/auth/session', { method: 'DELETE', ...authorized(session) }],
      ['/api/skills', stranger],
      [`/api/metrics?${query()}`, stranger],
      ['/api/questions', { method: 'POST', body: '{}', ...stranger }],
    ] as const) {
      const answer = await fetch(world.url + path, init);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(await answer.json()).toMatchObject({ code: 'unavailable', message: words[fault] });
    }
  });
});
