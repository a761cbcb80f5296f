import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseProblem } from '../../../src/core/protocol/stream';
import { readSettings } from '../../../src/relay/config/settings';
import { startRelay } from '../../../src/relay/start';
import { faultOf, fileError } from '../../../src/relay/store/fault';
import { FileStore } from '../../../src/relay/store/file';
import {
  attributeOf,
  authorized,
  environment,
  newVerifier,
  query,
  signIn,
  startWorld,
} from '../../support/relay/world';

const newFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'store-')), 'relay.db');

const execute = (file: string, statement: string): void => {
  const database = new Database(file);
  database.exec(statement);
  database.close();
};

const start = (file: string): Promise<unknown> =>
  startRelay(readSettings({ ...environment('http://127.0.0.1:9', file), LOG_LEVEL: 'silent' }));

const lastLineOf = async (url: string, session: string, query: string): Promise<string> =>
  (await (await fetch(`${url}/api/metrics?${query}`, authorized(session))).text()).trimEnd().split('\n').at(-1) ?? '';

describe('a damaged file', () => {
  it('stops the start with one line that says what to do', async () => {
    const nonsense = newFile();
    writeFileSync(nonsense, 'nonsense'.repeat(1_000));
    await expect(start(nonsense)).rejects.toThrow(
      /^STORE_URL is "file:.*": expected a store that can be used \(file is not a database; stop the relay, move .*\)$/,
    );
    const empty = newFile();
    await new FileStore(empty, () => 0).close();
    execute(empty, 'DROP TABLE entries');
    await expect(start(empty)).rejects.toThrow(/no such table: entries; stop the relay, move /);
  });

  it("of a running relay is logged in one line; numbers come from Amazon, and signing in says why it can't", async () => {
    const world = await startWorld();
    const session = await signIn(world);
    await fetch(`${world.url}/auth/session`, authorized(session));
    execute(world.storeFile, 'DROP TABLE entries');
    world.clock.pass(60_000);
    expect(JSON.parse(await lastLineOf(world.url, session, query()))).toMatchObject({ kind: 'result' });
    const another = query({ startTime: '2026-08-01T00:00:00Z', endTime: '2026-08-02T00:00:00Z' });
    expect(JSON.parse(await lastLineOf(world.url, session, another))).toMatchObject({ kind: 'result' });
    const ready = await fetch(`${world.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'not ready', store: 'damaged' }]);
    const page = await (await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`)).text();
    expect(attributeOf(page, 'message')).toMatch(/found its store damaged/);
    expect(world.logged().match(/the store fails \(damaged\)/g)).toHaveLength(1);
  });

  it("says that the server can't, and not that the person is signed out", async () => {
    const world = await startWorld();
    const session = await signIn(world);
    execute(world.storeFile, 'DROP TABLE entries');
    const answer = await fetch(`${world.url}/api/skills`, authorized(session));
    expect(answer.status).toBe(503);
    expect(parseProblem(await answer.json())).toMatchObject({ code: 'unavailable' });
  });
});

describe('errors of SQLite', () => {
  const opened = (file = newFile()) => {
    const database = new Database(file, { timeout: 1 });
    onTestFinished(() => void database.close());
    database.exec('CREATE TABLE IF NOT EXISTS t (a BLOB)');
    return database;
  };
  const faultIn = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      return faultOf(fileError(error));
    }
    return 'none';
  };

  it('mean a fault of the store each', () => {
    const full = opened();
    full.pragma('max_page_count = 4');
    expect(faultIn(() => full.prepare('INSERT INTO t VALUES (zeroblob(100000))').run())).toBe('full');
    const readonly = opened();
    readonly.pragma('query_only = 1');
    expect(faultIn(() => readonly.exec('INSERT INTO t VALUES (1)'))).toBe('readonly');
    const file = newFile();
    const locked = opened(file);
    opened(file).exec('BEGIN IMMEDIATE');
    expect(faultIn(() => locked.exec('INSERT INTO t VALUES (1)'))).toBe('locked');
    expect(faultIn(() => opened().prepare('SELECT * FROM missing'))).toBe('damaged');
  });

  it('leave other errors as they are', () => {
    const error = new TypeError('a fault of ours');
    expect(fileError(error)).toBe(error);
  });
});

/** Where a file system of our own can be mounted, which only root may. */
const smallDisk = (): string | undefined => {
  const folder = mkdtempSync(path.join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
};

describe('a full disk', () => {
  it('stops no query, and is over when there is room again', async ({ skip }) => {
    const disk = smallDisk();
    if (disk === undefined) return skip('only root may mount a file system');
    const world = await startWorld({ env: { STORE_URL: `file:${disk}/relay.db` } });
    const session = await signIn(world);
    const filler = new FileStore(path.join(disk, 'relay.db'), world.clock.now);
    onTestFinished(() => filler.close());
    // Until not even the smallest entry fits, again and again: SQLite finds room in its log once or twice.
    for (let refused = 0, i = 0; refused < 5; i += 1)
      await filler.set(`filler:${i}`, 'x'.repeat(refused === 0 ? 2_000 : 1)).catch((error: unknown) => {
        expect(faultOf(error)).toBe('full');
        refused += 1;
      });
    world.clock.pass(7_200_000);
    const ready = async (): Promise<unknown> => (await fetch(`${world.url}/readyz`)).json();
    expect(await ready()).toMatchObject({ status: 'not ready', store: 'full' });
    const page = await (await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`)).text();
    expect(attributeOf(page, 'message')).toMatch(/no room left in its store: its disk.*free some room/);
    // Not used for an hour: that it is used now cannot be noted.
    expect((await fetch(`${world.url}/auth/session`, authorized(session))).status).toBe(200);
    execFileSync('mount', ['-o', 'remount,size=4m', disk]);
    world.clock.pass(1_000);
    expect(await ready()).toMatchObject({ status: 'ready', store: 'reachable' });
    expect(JSON.parse(await lastLineOf(world.url, session, query()))).toMatchObject({ kind: 'result' });
  });
});
