import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { createHash } from 'node:crypto';
import { cors } from 'hono/cors';

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
const createEntityTags = (): ((file: string) => Promise<string>) => {
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

/** The base address that these files carry in the repository; Excel wants absolute ones in them. */
const repositoryBase = /https:\/\/localhost:3000/g;

/** Files that name their own address, and what they are. */
const addressed = { 'manifest.xml': 'application/xml; charset=utf-8', 'functions.json': 'application/json' };

/** What lies beside a page and is none: our sources, and its compressed twins, which are sent under its own name. */
const noPage = /\.(map|br|gz)$/i;

/** A name with a hash of its content never changes what it stands for. */
const cacheControl = (file: string): string => {
  if (/\.[0-9a-f]{8,}\.\w+(\.(br|gz))?$/.test(file)) return 'public, max-age=31536000, immutable';
  return /[/\\]assets[/\\]/.test(file) ? 'public, max-age=86400' : 'no-cache';
};

export interface PagesDeps {
  readonly pagesFolder: string;
  readonly publicUrl: string;
}

const files = ({ pagesFolder, publicUrl }: PagesDeps): Hono => {
  const app = new Hono();
  const entityTag = createEntityTags();
  const onFound = async (file: string, context: Context): Promise<void> => {
    context.header('Cache-Control', cacheControl(file));
    context.header('ETag', await entityTag(file));
  };
  app.use(etag());
  for (const [name, type] of Object.entries(addressed))
    app.get(`/${name}`, async (context, next) => {
      const text = await readFile(path.join(pagesFolder, name), 'utf8').catch(() => undefined);
      if (text === undefined) return next();
      const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache' };
      return context.body(text.replace(repositoryBase, publicUrl), 200, headers);
    });
  app.use((context, next) => (noPage.test(context.req.path) ? Promise.resolve(context.notFound()) : next()));
  app.use(serveStatic({ root: pagesFolder, precompressed: true, onFound }));
  return app;
};

/** The built pages as files; manifest and functions name this relay's own address. Leaves to others what is no page. */
export const pages = (deps: PagesDeps): MiddlewareHandler => {
  const app = files(deps);
  return async (context, next) => {
    const answer = await app.fetch(context.req.raw);
    return answer.status === 404 ? next() : answer;
  };
};

/**
 * Lets pages of any origin read the functions' metadata: Excel on the web fetches functions.json by script from its own
 * origin, and without this no function installs (https://github.com/OfficeDev/office-js/issues/3970). For that file
 * alone: it holds what the manifest's readers know anyway, and the API answers our own pages only.
 */
export const metadataForExcel = cors({ origin: '*', allowMethods: ['GET', 'HEAD'], maxAge: 86_400 });
