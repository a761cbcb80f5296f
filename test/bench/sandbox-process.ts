import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Order, readReply } from './sandbox-orders';

/** Amazon's stand-in with its own processor time, so that its arithmetic is nobody's latency. */
export class SandboxProcess {
  readonly #child: ChildProcess;

  /** Settings as the sandbox's environment variables, without their prefix. */
  constructor(settings: Readonly<Record<string, string | number>>) {
    const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], NODE_ENV: 'production' };
    for (const [name, value] of Object.entries({ PORT: 0, ...settings })) env[`SANDBOX_${name}`] = String(value);
    this.#child = fork(path.join(import.meta.dirname, 'sandbox.js'), { env });
  }

  address = async (): Promise<string> => (await this.#say('address')).text;
  refreshToken = async (): Promise<string> => (await this.#say('refresh token')).text;
  requests = async (): Promise<{ readonly at: number; readonly status: number }[]> =>
    (await this.#say('requests')).requests;
  forgetRequests = async (): Promise<void> => {
    await this.#say('forget requests');
  };

  throttleNext = async (): Promise<void> => {
    await this.#say('throttle the next request');
  };

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  async #say(order: Order): Promise<ReturnType<typeof readReply>> {
    this.#child.send(order);
    const messages: unknown[] = await once(this.#child, 'message');
    return readReply(messages[0]);
  }
}
