/** A sandbox and a relay as processes of their own, and somebody who is signed in and asks. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Line, parseLine, queryToParams } from '../../src/core/protocol/stream';
import type { Query } from '../../src/core/query/query';
import { createSandbox } from '../../src/dev/sandbox/sandbox';
import { amazonPeriod } from '../support/amazon/amazon-period';
import { environment } from '../support/relay/environment';
import { type RelayProcess, startRelayProcess } from '../support/relay/relay-process';
import { authorized, signIn } from '../support/relay/sign-in';
import { SandboxProcess } from './sandbox-process';

export interface World {
  readonly sandbox: SandboxProcess;
  readonly sandboxUrl: string;
  readonly relay: RelayProcess;
  readonly session: string;
  readonly storeFile: string;
  stop(): Promise<void>;
}

export interface WorldDeps {
  readonly sandbox?: Readonly<Record<string, string | number>>;
  readonly relay?: Readonly<Record<string, string>>;
  /**
   * The relay's program.
   * @default the one that is built with the benchmarks, which serves no pages
   */
  readonly program?: string;
}

/** A new relay with an empty store, its settings those of production but for what is named. */
export const startWorld = async ({
  sandbox: settings = {},
  relay: env = {},
  program = path.join(import.meta.dirname, 'relay.js'),
}: WorldDeps): Promise<World> => {
  const sandbox = new SandboxProcess(settings);
  const sandboxUrl = await sandbox.address();
  const storeFile = path.join(mkdtempSync(path.join(tmpdir(), 'bench-')), 'relay.db');
  const relay = await startRelayProcess(program, {
    ...environment(sandboxUrl, storeFile),
    LOG_LEVEL: 'info',
    // One address and one person ask as much as a thousand.
    LIMIT_API_PER_ADDRESS: '0',
    LIMIT_API_PER_PERSON: '0',
    MAX_CONNECTIONS_PER_ADDRESS: '4000',
    ...env,
  });
  const session = await signIn(relay);
  const stop = async (): Promise<void> => {
    await relay.end('SIGTERM');
    await sandbox.stop();
  };
  return { sandbox, sandboxUrl, relay, session, storeFile, stop };
};

/** Does the work in a world of its own. */
export const inWorld = async <T>(settings: WorldDeps, work: (world: World) => Promise<T>): Promise<T> => {
  const world = await startWorld(settings);
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
};

export const pathOf = (query: Query): string => `/api/metrics?${new URLSearchParams(queryToParams(query)).toString()}`;

export interface Answered {
  readonly text: string;
  /** From sending the query to the last byte of its answer. */
  readonly ms: number;
}

export const ask = async ({ relay, session }: World, query: Query): Promise<Answered> => {
  const from = performance.now();
  const text = await (await fetch(relay.url + pathOf(query), authorized(session))).text();
  return { text, ms: performance.now() - from };
};

export const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n', text.length - 2) + 1).trimEnd();

/** The answer in a text; throws where it is none. */
export const resultOf = (text: string): Extract<Line, { kind: 'result' }> => {
  const line = parseLine(lastLine(text));
  if (line.kind === 'result') return line;
  throw new Error(`no result, but ${JSON.stringify(line)}`);
};

const truth = createSandbox();

/** Throws where the numbers are not the sandbox's own. */
export const checkNumbers = (text: string, query: Query): void => {
  for (const { metric, timestamps, values } of resultOf(text).series) {
    const { skillId, startTime, endTime } = query;
    const period = amazonPeriod(query.period);
    const points = truth.truth({ skillId, metric, startTime, endTime, period });
    const right = points.every(({ time, value }, index) => timestamps[index] === time && values[index] === value);
    if (!right || points.length !== values.length) throw new Error(`wrong numbers for ${metric} of ${skillId}`);
  }
};
