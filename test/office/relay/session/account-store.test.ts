import { describe, expect, it } from 'vitest';
import {
  type AccountChoice,
  type AccountStore,
  createAccountStore,
  type KnownAccount,
} from '../../../../src/office/relay/session/account-store';
import { defer } from '../../../support/office/manual-clock';

const denied = (): Promise<never> => Promise.reject(new Error('Access is denied'));
const key = (): string => 'partition-session';

const memoryChoice = (): AccountChoice => {
  let chosen: string | undefined;
  return { get: () => chosen, set: (id) => void (chosen = id) };
};
const create = (storage: Parameters<typeof createAccountStore>[0], choice = memoryChoice()): AccountStore =>
  createAccountStore(storage, key, choice);
const known = (bearer: string, id = 'A'): KnownAccount => ({ bearer, account: { id } });
const storageOver = (kept: Map<string, string>) => ({
  getItem: (name: string) => Promise.resolve(kept.get(name) ?? null),
  setItem: (name: string, value: string) => Promise.resolve(void kept.set(name, value)),
  removeItem: (name: string) => Promise.resolve(void kept.delete(name)),
});

describe('the store of accounts', () => {
  it('finds what was kept before, and keeps and forgets', async () => {
    const kept = new Map([['partition-session', 'old']]);
    const storage = storageOver(kept);
    const store = create(() => storage);
    expect(await store.get()).toBe('old');
    await store.set(known('new'));
    expect(await store.get()).toBe('new');
    expect(kept.get('partition-session')).toBe('[{"bearer":"new","id":"A"}]');
    await store.forget();
    expect(await store.get()).toBeUndefined();
    expect(kept.get('partition-session')).toBe('[]');
  });

  it('reads again what could not be read', async () => {
    let tries = 0;
    const getItem = (): Promise<string> => ((tries += 1) === 1 ? denied() : Promise.resolve('old'));
    const store = create(() => ({ getItem, setItem: denied, removeItem: denied }));
    expect(await store.get()).toBeUndefined();
    expect(await store.get()).toBe('old');
    expect(await store.get()).toBe('old');
    expect(tries).toBe(2);
  });

  it('keeps in memory what came while it could not be read', async () => {
    const reading = defer<string | null>();
    const store = create(() => ({ getItem: () => reading.promise, setItem: denied, removeItem: denied }));
    const before = store.get();
    const setting = store.set(known('new'));
    reading.reject(new Error('Access is denied'));
    await Promise.all([before, setting]);
    expect(await store.get()).toBe('new');
  });

  it('leaves alone what another workbook has kept meanwhile', async () => {
    const kept = new Map([['partition-session', 'old']]);
    const storage = storageOver(kept);
    const [here, there] = [create(() => storage), create(() => storage)];
    expect(await here.get()).toBe('old');
    await there.set(known('new'));
    await here.forget();
    expect(kept.get('partition-session')).toBe('[{"bearer":"new","id":"A"}]');
    expect(await here.get()).toBeUndefined();
    expect(await there.get()).toBe('new');
  });

  it.each([
    ['is missing', () => undefined],
    ['rejects', () => ({ getItem: denied, setItem: denied, removeItem: denied })],
    [
      'throws',
      () => {
        throw new Error('no storage');
      },
    ],
  ])('goes on in memory where the storage %s', async (_, storage) => {
    const store = create(storage);
    expect(await store.get()).toBeUndefined();
    await store.set(known('bearer'));
    expect(await store.get()).toBe('bearer');
    await store.forget();
    expect(await store.get()).toBeUndefined();
  });

  it('keeps several accounts, and each workbook uses the one that it has chosen', async () => {
    const kept = new Map<string, string>();
    const storage = storageOver(kept);
    const [here, there] = [create(() => storage), create(() => storage)];
    await here.set(known('of-a', 'A'));
    await here.set(known('of-b', 'B'));
    expect([await here.get(), await there.get()]).toEqual(['of-b', 'of-a']);
    expect((await here.all()).map(({ account }) => account.id)).toEqual(['B', 'A']);
    await there.use('B');
    expect(await there.get()).toBe('of-b');
  });

  it('uses the first account where the workbook has chosen one that is not on this device', async () => {
    const choice = memoryChoice();
    choice.set('of a colleague');
    const store = create(() => storageOver(new Map([['partition-session', '[{"bearer":"mine","id":"A"}]']])), choice);
    expect(await store.get()).toBe('mine');
  });

  it('replaces the session of an account that signs in again', async () => {
    const kept = new Map<string, string>();
    const store = create(() => storageOver(kept));
    for (const one of [known('a1', 'A'), known('b1', 'B'), known('a2', 'A')]) await store.set(one);
    expect((await store.all()).map(({ bearer }) => bearer)).toEqual(['a2', 'b1']);
  });

  it('uses none after a session has ended, rather than another account', async () => {
    const store = create(() => storageOver(new Map()));
    await store.set(known('of-a', 'A'));
    await store.set(known('of-b', 'B'));
    await store.forget();
    expect(await store.get()).toBeUndefined();
    expect((await store.all()).map(({ bearer }) => bearer)).toEqual(['of-a']);
    await store.use('A');
    expect(await store.get()).toBe('of-a');
  });

  it('knows that somebody was signed in before', async () => {
    const kept = new Map<string, string>();
    const store = create(() => storageOver(kept));
    expect(await store.isUsed()).toBe(false);
    await store.set(known('of-a'));
    await store.forget();
    expect(await create(() => storageOver(kept)).isUsed()).toBe(true);
  });

  it('forgets each session once, however many cells learn of its end at once', async () => {
    const kept = new Map<string, string>();
    const store = create(() => storageOver(kept));
    await store.set(known('of-a', 'A'));
    await store.set(known('of-b', 'B'));
    await Promise.all([store.forget('of-b'), store.forget('of-b'), store.forget('of-b')]);
    expect((await store.all()).map(({ bearer }) => bearer)).toEqual(['of-a']);
    expect(kept.get('partition-session')).toBe('[{"bearer":"of-a","id":"A"},{"bearer":"","id":"B"}]');
  });

  it('lets no workbook ask with another account in place of one that has ended', async () => {
    const kept = new Map<string, string>();
    const first = create(() => storageOver(kept));
    await first.set(known('of-a', 'A'));
    await first.set(known('of-b', 'B'));
    await create(() => storageOver(kept)).forget('of-a');
    const opened = create(() => storageOver(kept));
    expect([await opened.get(), (await opened.all()).length]).toEqual([undefined, 1]);
    await opened.set(known('new', 'A'));
    expect(await create(() => storageOver(kept)).get()).toBe('new');
  });

  it('keeps the choice of a workbook when accounts are added', async () => {
    const choice = memoryChoice();
    choice.set('A');
    const store = create(() => storageOver(new Map()), choice);
    await store.add([known('of-b', 'B'), known('of-a', 'A')]);
    expect([await store.get(), choice.get()]).toEqual(['of-a', 'A']);
    await store.add([known('of-c', 'C')]);
    expect([await store.get(), choice.get()]).toEqual(['of-c', 'C']);
  });

  it.each(['{', '{}', '[1, null, {"bearer": 2}]', '[]', 'null'])('takes nothing from %s', async (text) => {
    const store = create(() => storageOver(new Map([['partition-session', text]])));
    expect(await store.all()).toEqual(text === '{' ? [{ bearer: '{', account: { id: '' } }] : []);
  });
});
