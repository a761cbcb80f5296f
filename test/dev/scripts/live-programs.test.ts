import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LivePrograms } from '../../../src/dev/scripts/live-programs';
import type { Program } from '../../../src/dev/scripts/programs';
import { freePort } from '../../support/machine/free-port';

/** Answers with its process id, and with the last message that it was sent. */
const server = `
  const { createServer } = require('node:http');
  let message = '';
  process.on('message', (text) => (message = text));
  createServer((request, response) => {
    if (request.url === '/crash') process.exit(1);
    response.end(request.url === '/message' ? message : String(process.pid));
  }).listen(process.env.TEST_PORT, 'localhost');
`;

const folder = mkdtempSync(path.join(tmpdir(), 'live-programs-'));

const program = async (name: string): Promise<Program> => {
  const [file, port] = [path.join(folder, `${name}.cjs`), await freePort()];
  writeFileSync(file, server);
  return { name, file, port, ready: `http://localhost:${port}/`, environment: { TEST_PORT: String(port) } };
};

const get = async ({ ready }: Program, name = ''): Promise<string> => (await fetch(`${ready}${name}`)).text();

let programs: LivePrograms | undefined;

const started = async (...names: readonly string[]) => {
  const all = await Promise.all(names.map(program));
  programs = new LivePrograms(all);
  expect(await programs.update([])).toEqual(names);
  const [first, second = first] = all;
  if (first === undefined || second === undefined) throw new Error('There is no program.');
  return { programs, first, second };
};

afterEach(() => programs?.stop());

describe('programs that are kept running', () => {
  it('restart when their bundle was written, and only then', async () => {
    const { programs, first, second } = await started('one', 'two');
    const before = [await get(first), await get(second)];
    expect(await programs.update([second.file, 'something-else.js'])).toEqual(['two']);
    expect(await get(first)).toBe(before[0]);
    expect(await get(second)).not.toBe(before[1]);
  });

  it('start again with the next build after a crash', async () => {
    const { programs, first } = await started('one');
    await expect(get(first, 'crash')).rejects.toThrow();
    await expect.poll(() => programs.update([])).toEqual(['one']);
    expect(await get(first)).toMatch(/^\d+$/);
  });

  it('fail in words where a bundle does not run, and start once it does', async () => {
    const { programs, first, second } = await started('one', 'two');
    writeFileSync(first.file, 'process.exit(1)');
    await expect(programs.update([first.file, second.file])).rejects.toThrow('The one did not start');
    writeFileSync(first.file, server);
    expect(await programs.update([first.file])).toEqual(['one', 'two']);
    expect(await get(second)).toMatch(/^\d+$/);
  });

  it('take messages', async () => {
    const { programs, first } = await started('one');
    programs.tell('one', 'reload');
    await expect.poll(() => get(first, 'message')).toBe('reload');
  });
});
