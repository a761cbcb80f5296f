import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import webpack, { type Configuration } from 'webpack';

const root = path.join(import.meta.dirname, '../../..');
// Inside the checkout, so that the program finds its packages.
const folder = path.join(root, 'dist/test-sandbox');
const programs: ChildProcess[] = [];

const configuration: Configuration = {
  mode: 'none',
  target: 'node20',
  context: root,
  entry: './src/dev/sandbox/main.ts',
  output: { path: folder, filename: 'main.mjs', module: true, clean: true },
  experiments: { outputModule: true },
  externals: [({ request }, done) => (/^[./]/.test(request) ? done() : done(null, `module ${request}`))],
  resolve: { extensions: ['.ts', '.js'] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'ts-loader',
        options: { transpileOnly: true, compilerOptions: { noEmit: false } },
      },
    ],
  },
};

beforeAll(async () => {
  const compiler = webpack(configuration);
  const stats = await promisify(compiler.run.bind(compiler))();
  expect(stats?.toString('errors-only')).toBe('');
}, 120_000);

afterEach(() => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
});

const run = (settings: Record<string, string>) => {
  const program = spawn(process.execPath, [path.join(folder, 'main.mjs')], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  programs.push(program);
  return program;
};

const exit = async (program: ReturnType<typeof run>): Promise<number | null> => {
  await once(program, 'exit');
  return program.exitCode;
};

const firstLine = async ({ stdout }: ReturnType<typeof run>): Promise<string> => {
  for await (const line of createInterface(stdout)) return line;
  return '';
};

describe('the program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and stops on %s', async (signal) => {
    const program = run({ SANDBOX_PORT: '0' });
    const url = /^Sandbox on (http:\/\/127\.0\.0\.1:\d+)$/.exec(await firstLine(program))?.[1] ?? '';
    expect((await fetch(url)).status).toBe(200);
    program.kill(signal);
    expect(await exit(program)).toBe(0);
  });

  it('names a setting that cannot be, and does not start', async () => {
    const program = run({ SANDBOX_PAGE_CAP: '0' });
    const told = await Promise.all([text(program.stderr), exit(program)]);
    expect(told).toEqual(['SANDBOX_PAGE_CAP is "0", but must be a whole number from 1 to 100000\n', 1]);
  });

  it('names a port that is taken', async () => {
    const first = run({ SANDBOX_PORT: '0' });
    const port = (await firstLine(first)).split(':').at(-1) ?? '';
    const second = run({ SANDBOX_PORT: port });
    const told = await Promise.all([text(second.stderr), exit(second)]);
    expect(told).toEqual([expect.stringMatching(/^.*EADDRINUSE.*\n$/), 1]);
  });
});
