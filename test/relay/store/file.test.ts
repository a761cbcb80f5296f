import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { FileStore } from '../../../src/relay/store/file';
import { byClock, sharedStoreContract, storeContract, sweepContract } from '../../support/store/contract';

const newFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'store-')), 'deep', 'relay.db');

storeContract('file:', () => byClock((now) => [new FileStore(newFile(), now)]));
sweepContract('file:', () => byClock((now) => [new FileStore(newFile(), now)]));
sharedStoreContract('file:', () => {
  const file = newFile();
  return byClock((now) => [new FileStore(file, now), new FileStore(file, now)]);
});

describe('file: beyond the contract', () => {
  it('keeps what it holds over a restart', async () => {
    const file = newFile();
    const first = new FileStore(file, () => 0);
    await first.set('a', 'x', { ttlMs: 10 });
    await first.close();
    const second = new FileStore(file, () => 9);
    expect(await second.get('a')).toBe('x');
    await second.close();
  });

  it('counts what it sweeps', async () => {
    let now = 0;
    const store = new FileStore(newFile(), () => now);
    await store.set('a', 'x', { ttlMs: 1 });
    now += 1;
    expect(await store.sweep()).toBe(1);
    await store.close();
  });

  it('is readable by its owner alone', async () => {
    const file = newFile();
    const store = new FileStore(file, () => 0);
    expect(statSync(file).mode & 0o077).toBe(0);
    await store.close();
  });

  it('refuses a file that a newer relay has written', () => {
    const file = newFile();
    void new FileStore(file, () => 0).close();
    const database = new Database(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => new FileStore(file, () => 0)).toThrow('newer relay (layout 99');
  });

  it('says that it cannot be reached once closed', async () => {
    const store = new FileStore(newFile(), () => 0);
    await store.close();
    await expect(store.ping()).rejects.toThrow();
  });
});
