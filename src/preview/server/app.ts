import { serveStatic } from '@hono/node-server/serve-static';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { fetchText } from './local-fetch';
import { metadataUrl } from './metadata-url';
import type { PreviewSettings } from './settings';

/** The grid compiles formulas and templates, so that this page, a development tool, needs 'unsafe-eval'; no other does. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' https: data: blob:",
  "font-src 'self' data:",
  'frame-src https:',
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The preview's page, and the add-in's manifest and function metadata, so that the page needs no leave of another origin. */
export function previewApp({ manifestUrl, pages }: Pick<PreviewSettings, 'manifestUrl' | 'pages'>): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policy);
    context.header('Cache-Control', 'no-cache');
  });
  app.get('/manifest.xml', (context) => pass(context, 'application/xml', () => fetchText(manifestUrl)));
  app.get('/functions.json', (context) =>
    pass(context, 'application/json', async () => {
      const url = metadataUrl(await fetchText(manifestUrl));
      if (!url) throw new Error(`${manifestUrl.href} names no function metadata.`);
      return fetchText(url);
    }),
  );
  app.use(serveStatic({ root: pages }));
  return app;
}

/** Hands a text on; where it cannot be had, the reason. */
async function pass(context: Context, type: string, get: () => Promise<string>): Promise<Response> {
  try {
    return context.body(await get(), 200, { 'Content-Type': `${type}; charset=utf-8` });
  } catch (error) {
    return context.text(error instanceof Error ? error.message : String(error), 502);
  }
}
