import { readFile } from 'node:fs/promises';
import path from 'node:path';

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
