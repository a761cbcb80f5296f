import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CertificateFiles } from '../e2e/certificate';
import { freePort } from '../machine/free-port';
import { needProgram } from '../machine/needed-program';

const needRedis = (): void =>
  needProgram(
    { command: 'redis-server', debianPackage: 'redis-server' },
    'These tests need redis-server 6.2 or later on the path: install it ("apt-get install redis-server").',
  );

/** Where it listens: over TLS alone, where it is given a certificate. */
const listening = (port: number, tls?: CertificateFiles): string[] =>
  tls === undefined
    ? ['--port', String(port)]
    : [
        ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
        ...['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key, '--tls-ca-cert-file', tls.authority],
      ];

/** A real Redis of this test's own, on loopback. */
export class RedisServer {
  readonly url: string;
  readonly #args: readonly string[];
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'redis-'));
  #process: ChildProcess | undefined;

  private constructor(port: number, tls?: CertificateFiles) {
    this.url = `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`;
    this.#args = [...listening(port, tls), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes'];
  }

  static async start(tls?: CertificateFiles): Promise<RedisServer> {
    needRedis();
    const server = new RedisServer(await freePort(), tls);
    await server.start();
    return server;
  }

  /** Starts it, again with what it held when it was stopped. */
  async start(): Promise<void> {
    const args = [...this.#args, '--dir', this.#folder];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
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
