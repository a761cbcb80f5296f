import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

interface Known {
  readonly version: string;
  readonly tag: Promise<string>;
}

const tagOf = async (file: string): Promise<string> =>
  `"${createHash('sha256')
    .update(await readFile(file))
    .digest('base64url')
    .slice(0, 22)}"`;

/**
 * Entity tags (RFC 9110 §8.8.3) of files, by their content, so that relays behind one load balancer agree. A file is read
 * once for each time it was written, however many ask. Rejects where there is no such file.
 */
export const createEntityTags = (): ((file: string) => Promise<string>) => {
  const known = new Map<string, Known>();
  return async (file) => {
    const { mtimeMs, size } = await stat(file);
    const version = `${mtimeMs} ${size}`;
    const entry = known.get(file);
    if (entry?.version === version) return entry.tag;
    const tag = tagOf(file);
    tag.catch(() => known.delete(file));
    known.set(file, { version, tag });
    return tag;
  };
};
