/** The relay as a process: what its surroundings do to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../../support/machine/free-port';
import { environment, metricsOf } from '../../../../support/relay/environment';
import { buildRelay } from '../../../../support/replicas/build-relay';

let program: string;
beforeAll(async () => {
  program = await buildRelay('test-process');
}, 120_000);

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

const isAlive = async (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** A relay whose standard output is a pipe. */
const start = async (): Promise<Started> => {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'process-'));
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'],
      ...environment('http://127.0.0.1:9', path.join(folder, 'relay.db')),
      PORT: String(port),
    },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await expect.poll(() => isAlive(url), { timeout: 30_000 }).toBe(true);
  return { child, url };
};

const ended = async (child: ChildProcess): Promise<unknown> => {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  return (await exit)[0];
};

/** As many requests as fill a pipe with their lines, several times. */
const talk = async (url: string): Promise<void> => {
  for (let i = 0; i < 14; i += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/healthz`)));
    for (const answer of answers) expect(await answer.json()).toEqual({ status: 'alive' });
  }
};

describe('the process', { timeout: 90_000 }, () => {
  it('goes on if nobody reads its log, and stops on request', async () => {
    const { child, url } = await start();
    child.stdout?.pause();
    await talk(url);
    expect(await isAlive(url)).toBe(true);
    expect(await ended(child)).toBe(0);
  });

  it('goes on if the reader of its log has gone', async () => {
    const { child, url } = await start();
    child.stdout?.destroy();
    child.stderr?.destroy();
    await talk(url);
    const metrics = await metricsOf(url);
    expect(metrics).toMatch(/^relay_log_lines_lost_total [1-9]/m);
    expect(await ended(child)).toBe(0);
  });

  it('goes on when its terminal is closed', async () => {
    const { child, url } = await start();
    child.kill('SIGHUP');
    child.kill('SIGHUP');
    expect(await isAlive(url)).toBe(true);
    expect(await ended(child)).toBe(0);
  });
});
