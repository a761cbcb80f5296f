import { serveStatic } from '@hono/node-server/serve-static';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { fetchText } from './local-fetch';
import type { Reloads } from './reloads';
import type { PreviewSettings } from './settings';

/** The grid compiles formulas and templates, so that this page, a development tool, needs 'unsafe-eval'; no other does. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' https: data: blob:",
  "font-src 'self' data:",
  // As Excel does, the page fetches the functions' metadata from the add-in's own origin.
  "connect-src 'self' https:",
  'frame-src https:',
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The preview's page, the add-in's manifest, which Excel is given as a file, the tokens that Excel gets from Microsoft, and the
 * events that reload a page.
 */
export function previewApp(
  { manifestUrl, tokenUrl, pages }: Pick<PreviewSettings, 'manifestUrl' | 'tokenUrl' | 'pages'>,
  reloads: Reloads,
): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policy);
    context.header('Cache-Control', 'no-cache');
  });
  app.get('/manifest.xml', (context) => pass(context, 'application/xml', () => fetchText(manifestUrl)));
  app.get('/access-token', (context) =>
    tokenUrl === undefined ? context.body(null, 204) : pass(context, 'text/plain', () => fetchText(tokenUrl)),
  );
  app.get('/reloads', () => reloads.stream());
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
