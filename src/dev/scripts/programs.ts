/** Runs the built programs as children: started in order, each awaited, all stopped together. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Program {
  readonly name: string;
  /** Path below dist, or an absolute one. */
  readonly file: string;
  /** Port on localhost; the program is ready when `ready` answers there. */
  readonly port: number;
  readonly ready: string;
  readonly environment: Readonly<Record<string, string>>;
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const settle = (ok: boolean) => () => resolve(ok);
    const request = url.startsWith('https:')
      ? // The certificate is this machine's own; the address is always localhost.
        getHttps(url, { rejectUnauthorized: false }, settle(true))
      : getHttp(url, settle(true));
    request.on('error', settle(false));
    request.setTimeout(2000, () => request.destroy());
  });

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/**
 * Starts a program; settles when it answers.
 * @param onExit is told when the program stops, whoever stops it.
 * @throws {Error} where its port is in use, or it does not answer within half a minute.
 */
export const startProgram = async (program: Program, onExit: (name: string) => void): Promise<ChildProcess> => {
  if (!(await isFree(program.port)))
    throw new Error(`Port ${program.port} for the ${program.name} is in use: stop what uses it, and try again.`);
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '..', program.file)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...program.environment },
  });
  const kill = (): unknown => child.kill();
  process.once('exit', kill);
  child.once('exit', () => {
    process.off('exit', kill);
    onExit(program.name);
  });

  for (let tries = 0; tries < 600; tries += 1) {
    if (!isRunning(child)) throw new Error(`The ${program.name} did not start; it says why above.`);
    if (await answers(program.ready)) return child;
    await wait(50);
  }
  await stopProgram(child);
  throw new Error(`The ${program.name} did not answer on port ${program.port} within half a minute.`);
};

/** Stops a program; settles when it is gone. One that takes longer than `patienceMs` is killed. */
export const stopProgram = async (child: ChildProcess, patienceMs?: number): Promise<void> => {
  if (!isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = patienceMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(timer);
};

/** Starts the programs one after another; the function that it gives stops them all. Throws where one does not start. */
export const startAll = async (programs: readonly Program[]): Promise<() => Promise<void>> => {
  const children: ChildProcess[] = [];
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.all(children.map((child) => stopProgram(child)));
  };
  const onExit = (name: string): void => {
    if (stopping) return;
    console.error(`The ${name} has stopped.`);
    void stop().then(() => process.exit(1));
  };
  try {
    for (const program of programs) children.push(await startProgram(program, onExit));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
};

/** Stops everything on Ctrl+C or a polite kill. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
};
