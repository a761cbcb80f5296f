import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../support/free-port';

const runs = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Finds redis-server on the path, or installs Debian's where that is allowed. Throws one line that says what to do. */
const needRedis = (): void => {
  if (runs('redis-server', '--version')) return;
  const install = 'apt-get install -y -q --no-install-recommends redis-server';
  const allowed = process.getuid?.() === 0 && runs('apt-get', '--version');
  if (allowed && runs('sh', '-c', `(apt-get update -q && ${install}) >/dev/null 2>&1`)) return;
  throw new Error(
    'These tests need redis-server 6.2 or later on the path: install it ("apt-get install redis-server").',
  );
};

/** A real Redis of this test's own, on loopback. */
export class RedisServer {
  readonly url: string;
  readonly #port: number;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'redis-'));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(): Promise<RedisServer> {
    needRedis();
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  /** Starts it, again with what it held when it was stopped. */
  async start(): Promise<void> {
    const args = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes'];
    const child = spawn('redis-server', [...args, '--dir', this.#folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        if (String(chunk).includes('Ready to accept connections')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Lets it answer nothing, as a machine that hangs does. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || !child.kill(signal)) return;
    await once(child, 'exit');
  }
}
