import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6875; --line: #d9dfe5; --ground: #eef2f5; --card: #fff; --accent: #0b6a75; --accent-ink: #fff; --code: #f3f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #9aa8b5; --line: #34404c; --ground: #12181f; --card: #1b232c; --accent: #4fc0cd; --accent-ink: #08252a; --code: #232d38; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 "Segoe UI", system-ui, sans-serif; }
main { max-width: 26rem; margin: 0 auto; padding: 1rem; }
main.wide { max-width: 84rem; padding-block: 2rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-bottom: 1.25rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .35rem; }
h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
p { margin: 0 0 .75rem; }
.soft, small { color: var(--soft); }
.eyebrow { color: var(--soft); font-size: .75rem; letter-spacing: .08em; text-transform: uppercase; margin: 0 0 .75rem; }
a { color: var(--accent); }
ul { margin: 0 0 1rem; padding-left: 1.2rem; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
label.choice { display: flex; gap: .7rem; align-items: flex-start; border: 1px solid var(--line); border-radius: 8px; padding: .6rem .75rem; margin-bottom: .5rem; cursor: pointer; }
label.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
label.choice input { margin: .3rem 0 0; accent-color: var(--accent); }
label.choice span { display: block; }
.buttons { display: flex; gap: .75rem; }
button { flex: 1; font: inherit; font-weight: 600; padding: .6rem 1rem; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: var(--ink); cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: .8rem/1.4 ui-monospace, "Cascadia Mono", Consolas, monospace; background: var(--code); border-radius: 4px; padding: .1rem .3rem; overflow-wrap: anywhere; }
td code.id, td.whole { white-space: nowrap; }
`;

/** A whole page of the sandbox. */
export const page = (title: string, body: Html, width: 'narrow' | 'wide' = 'narrow'): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main class="${width}">${body}</main>
      </body>
    </html>`;
