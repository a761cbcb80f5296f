import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';

/** A file as it is sent. */
export interface PageFile {
  readonly size: number;
  /** @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 | RFC 9110, section 8.8.3} */
  readonly entityTag: string;
  /** Its bytes, for one response. */
  readonly open: () => ReadableStream<Uint8Array>;
}

interface Version {
  readonly mtimeMs: number;
  readonly size: number;
}

/** The most bytes of all files in memory. A build has about 5 MB. */
const mostBytes = 64_000_000;
/** A larger file is read anew for each response. */
const mostOfFile = 8_000_000;
/** What one step hands to the connection. */
const stepBytes = 65_536;

/** Entity tags come from the content, so that relays behind one load balancer agree. */
const tagOf = (content: Buffer): string => `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;

/** A stream of bytes that all responses share: one that nobody reads holds none of its own. */
const sharing = (content: Buffer): ReadableStream<Uint8Array> => {
  let from = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (from < content.length) controller.enqueue(content.subarray(from, from + stepBytes));
        from += stepBytes;
        if (from >= content.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
};

const fromDisk = (file: string): ReadableStream<Uint8Array> => {
  const stream: ReadableStream<Uint8Array> = Readable.toWeb(createReadStream(file));
  return stream;
};

/** Built files, each read once after each change, however many ask for it at the same time. */
export class PageFiles {
  readonly #known = new LRUCache<string, Version & { readonly page: Promise<PageFile> }>({
    maxSize: mostBytes,
    sizeCalculation: ({ size }) => Math.max(1, size > mostOfFile ? 1 : size),
  });

  /** The file at this path; undefined where there is none. */
  async find(file: string): Promise<PageFile | undefined> {
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true) return undefined;
    const { mtimeMs, size } = found;
    const known = this.#known.get(file);
    if (known?.mtimeMs === mtimeMs && known.size === size) return known.page;
    const page = this.#read(file);
    page.catch(() => this.#known.delete(file));
    this.#known.set(file, { mtimeMs, size, page });
    return page;
  }

  async #read(file: string): Promise<PageFile> {
    const content = await readFile(file);
    const [size, entityTag] = [content.length, tagOf(content)];
    return { size, entityTag, open: () => (size > mostOfFile ? fromDisk(file) : sharing(content)) };
  }
}
