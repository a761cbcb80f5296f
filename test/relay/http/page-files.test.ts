import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PageFiles } from '../../../src/relay/http/page-files';

const fileOf = (content: Buffer): string => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'pages-')), 'page.js');
  writeFileSync(file, content);
  return file;
};

const textOf = async (stream: ReadableStream<Uint8Array> | undefined): Promise<string> => new Response(stream).text();

describe('page files', () => {
  it.each([0, 1, 65_536, 65_537, 300_000])('are sent whole, with %i bytes', async (size) => {
    const page = await new PageFiles().find(fileOf(Buffer.alloc(size, 'x')));
    expect(page?.size).toBe(size);
    expect(await textOf(page?.open())).toBe('x'.repeat(size));
  });

  it('share their bytes among all who ask', async () => {
    const files = new PageFiles();
    const file = fileOf(Buffer.alloc(100_000, 'x'));
    const [one, other] = await Promise.all(
      [0, 1].map(async () => (await (await files.find(file))?.open().getReader().read())?.value?.buffer),
    );
    expect(one).toBeInstanceOf(ArrayBuffer);
    expect(one).toBe(other);
  });

  it('are read from the disk each time where they are too large to keep', async () => {
    const page = await new PageFiles().find(fileOf(Buffer.alloc(9_000_000, 'x')));
    expect((await textOf(page?.open())).length).toBe(9_000_000);
  });

  it('are not there where there is none, or a folder', async () => {
    const files = new PageFiles();
    expect(await files.find(path.join(tmpdir(), 'none'))).toBeUndefined();
    expect(await files.find(tmpdir())).toBeUndefined();
  });
});
