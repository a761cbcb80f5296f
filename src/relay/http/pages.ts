import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { serveStatic } from 'hono/serve-static';
import { PageFiles } from './page-files';

/**
 * The origin in these files as built: Excel requires absolute URLs in them. That of the app registration begins with
 * `api:`, and must name the same host.
 */
const repositoryBase = /(https|api):\/\/localhost:3000/g;

/** Files that contain the relay's origin, with their types. */
const addressed = { 'manifest.xml': 'application/xml; charset=utf-8', 'functions.json': 'application/json' };

/** Source maps, and compressed files, which are served under the name of the plain file. */
const noPage = /\.(map|br|gz)$/i;

/** A file with a content hash in its name never changes. */
const cacheControl = (file: string): string => {
  if (/\.[0-9a-f]{8,}\.\w+(\.(br|gz))?$/.test(file)) return 'public, max-age=31536000, immutable';
  return /[/\\]assets[/\\]/.test(file) ? 'public, max-age=86400' : 'no-cache';
};

/** What {@link pages} needs. */
interface PagesDeps {
  readonly pagesFolder: string;
  readonly publicUrl: string;
}

const files = ({ pagesFolder, publicUrl }: PagesDeps): Hono => {
  const app = new Hono();
  const resource = `api://${new URL(publicUrl).host}`;
  const pageFiles = new PageFiles();
  /** Called for the plain file, and then for the compressed ones that the sender accepts: the last one found is sent. */
  const getContent = async (file: string, context: Context): Promise<ReadableStream | null> => {
    const found = await pageFiles.find(file);
    if (found === undefined) return null;
    context.header('Cache-Control', cacheControl(file));
    context.header('Content-Length', String(found.size));
    context.header('ETag', found.entityTag);
    return found.open();
  };
  app.use(etag());
  for (const [name, type] of Object.entries(addressed))
    app.get(`/${name}`, async (context, next) => {
      const text = await readFile(path.join(pagesFolder, name), 'utf8').catch(() => undefined);
      if (text === undefined) return next();
      const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache' };
      return context.body(
        text.replace(repositoryBase, (_, scheme) => (scheme === 'api' ? resource : publicUrl)),
        200,
        headers,
      );
    });
  app.use((context, next) => (noPage.test(context.req.path) ? Promise.resolve(context.notFound()) : next()));
  app.use(serveStatic({ root: pagesFolder, precompressed: true, getContent }));
  return app;
};

/**
 * Middleware that serves the built pages, with the relay's own origin in the manifest and in functions.json. Passes
 * other requests on.
 */
export const pages = (deps: PagesDeps): MiddlewareHandler => {
  const app = files(deps);
  return async (context, next) => {
    const answer = await app.fetch(context.req.raw);
    return answer.status === 404 ? next() : answer;
  };
};

/**
 * Middleware that lets pages of any origin read functions.json. Excel on the web fetches it by script from its own
 * origin, and installs no functions without this header. The file is as public as the manifest; the API stays closed to
 * other origins.
 * @see {@link https://github.com/OfficeDev/office-js/issues/3970}
 */
export const metadataForExcel = cors({ origin: '*', allowMethods: ['GET', 'HEAD'], maxAge: 86_400 });

/** The outcome of a sign-in, which the dialog's page passes to the pane. */
export type SignInResult =
  { readonly code: string; readonly words: string } | { readonly error: string; readonly message: string };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const attributesOf = (ended: SignInResult): string =>
  Object.entries(ended)
    .map(([name, text]) => ` data-${name}="${escaped(text)}"`)
    .join('');

/** The page's text without its design. Like the page, it shows the code only on request. */
const plainBody = (ended: SignInResult): string =>
  'code' in ended
    ? `<p>Only type this code into the Excel pane you opened yourself. That pane shows the words: ${escaped(ended.words)}</p>
<details><summary>Show code</summary>${escaped(ended.code)}</details>`
    : `<p>${escaped(ended.message)}</p>`;

/** The page of a relay whose pages have not been built. */
const plainPage = (ended: SignInResult): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign-in</title><body>${plainBody(ended)}</body></html>`;

/** Adds the outcome as data attributes of the body: the page's CSP allows no inline script. */
const withOutcome = (html: string, ended: SignInResult): string =>
  html.replace(/<body\b/i, (tag) => `${tag}${attributesOf(ended)}`);

/**
 * The sign-in dialog's last page, as HTML, with the outcome in its body's data attributes. Reads the built page each
 * time: it is small, rarely requested, and may have been rebuilt. Falls back to a plain page.
 */
export const dialogPage = async (pagesFolder: string, ended: SignInResult): Promise<string> => {
  const html = await readFile(path.join(pagesFolder, 'dialog.html'), 'utf8').catch(() => plainPage(ended));
  return withOutcome(html, ended);
};
