/** The built relay as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface RelayProcess {
  readonly url: string;
  readonly pid: number;
  /** Every line logged so far. */
  logged(): string;
  /** Ends it: SIGTERM gracefully, SIGKILL as a crash does. Settles when it has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const startMs = 20_000;

/** Starts the program; it logs to a file, so that nobody spends time on reading it. Throws its log where it does not start. */
export const startRelayProcess = async (
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<RelayProcess> => {
  const log = path.join(mkdtempSync(path.join(tmpdir(), 'relay-process-')), 'log');
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, [program], {
    // What configures the tester's own relay must not reach this one.
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0', ...environment },
    cwd: path.dirname(log),
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const logged = (): string => readFileSync(log, 'utf8');
  const listening = (): string | undefined => /"port":(\d+),"msg":"listening"/.exec(logged())?.[1];
  const until = Date.now() + startMs;
  while (listening() === undefined) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`the relay did not start: ${logged()}`);
    }
    await setTimeout(20);
  }
  return {
    url: `http://127.0.0.1:${String(listening())}`,
    pid: child.pid ?? 0,
    logged,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
};
