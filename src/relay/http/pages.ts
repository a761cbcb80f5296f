import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';

/** The base address that the manifest carries in the repository. */
const manifestBase = /https:\/\/localhost:3000/g;

/** A name with a hash of its content never changes what it stands for. */
const cacheControl = (file: string): string => {
  if (/\.[0-9a-f]{8,}\.\w+(\.map)?$/.test(file)) return 'public, max-age=31536000, immutable';
  return /[/\\]assets[/\\]/.test(file) ? 'public, max-age=86400' : 'no-cache';
};

const onFound = (file: string, context: Context): void => context.header('Cache-Control', cacheControl(file));

export interface PagesSettings {
  readonly pagesFolder: string;
  readonly publicUrl: string;
}

const files = ({ pagesFolder, publicUrl }: PagesSettings): Hono => {
  const app = new Hono();
  app.use(compress(), etag());
  app.get('/manifest.xml', async (context, next) => {
    const manifest = await readFile(path.join(pagesFolder, 'manifest.xml'), 'utf8').catch(() => undefined);
    if (manifest === undefined) return next();
    return context.body(manifest.replace(manifestBase, publicUrl), 200, {
      'Content-Type': 'application/xml; charset=utf-8',
      'Cache-Control': 'no-cache',
    });
  });
  app.use(serveStatic({ root: pagesFolder, onFound }));
  return app;
};

/** The built pages as files, and the manifest with this relay's own address in it. Leaves to others what is no page. */
export const pages = (settings: PagesSettings): MiddlewareHandler => {
  const app = files(settings);
  return async (context, next) => {
    const answer = await app.fetch(context.req.raw);
    return answer.status === 404 ? next() : answer;
  };
};
