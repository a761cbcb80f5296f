import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** How a sign-in ended, as the dialog's page tells it to the pane. */
export type SignInResult =
  { readonly code: string; readonly words: string } | { readonly error: string; readonly message: string };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const attributesOf = (ended: SignInResult): string =>
  Object.entries(ended)
    .map(([name, text]) => ` data-${name}="${escaped(text)}"`)
    .join('');

/** The same words without the page's design. The code is shown on request only, as there. */
const plainBody = (ended: SignInResult): string =>
  'code' in ended
    ? `<p>Only type this code into the Excel pane you opened yourself. That pane shows the words: ${escaped(ended.words)}</p>
<details><summary>Show code</summary>${escaped(ended.code)}</details>`
    : `<p>${escaped(ended.message)}</p>`;

/** For a relay whose pages have not been built. */
const plainPage = (ended: SignInResult): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign-in</title><body>${plainBody(ended)}</body></html>`;

/** The page with the outcome as data attributes of its body, because the page allows no inline script. */
const withOutcome = (html: string, ended: SignInResult): string =>
  html.replace(/<body\b/i, (tag) => `${tag}${attributesOf(ended)}`);

/** Reads the built page anew each time: it is small, asked for seldom, and may be rebuilt meanwhile. */
export const dialogPage = async (pagesFolder: string, ended: SignInResult): Promise<string> => {
  const html = await readFile(path.join(pagesFolder, 'dialog.html'), 'utf8').catch(() => plainPage(ended));
  return withOutcome(html, ended);
};
