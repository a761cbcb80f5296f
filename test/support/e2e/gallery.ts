/** A page that shows the pictures of all states, side by side in both themes. */

export type Theme = 'light' | 'dark';

/** What a picture's name tells: `editing-320-dark.png`, `dialog-code-dark-500.png`, `sheet-weeks.png`. */
export interface Picture {
  readonly file: string;
  readonly state: string;
  readonly theme?: Theme;
  /** In CSS pixels; left out where the pane has the width that Excel gives it. */
  readonly width?: number;
}

const ofPane = /^(?<state>.+?)(?:-(?<before>\d{3}))?-(?<theme>light|dark)(?:-(?<after>\d{3}))?\.png$/;

/** Reads the name of a picture's file. */
export const readPicture = (file: string): Picture => {
  const { state, theme, before, after } = ofPane.exec(file)?.groups ?? {};
  const width = before ?? after;
  return {
    file,
    state: state ?? file.replace(/\.png$/, ''),
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(width === undefined ? {} : { width: Number(width) }),
  };
};

const groupOf = ({ theme, width }: Picture): string => {
  if (theme === undefined) return 'Workbook';
  return width === undefined ? 'Task pane' : `${width} pixels wide`;
};

/** The task pane first, then narrower and wider ones, and what has no themes last. */
const rankOf = ({ theme, width = 0 }: Picture): number => (theme === undefined ? Infinity : width);

const byName = new Intl.Collator('en', { numeric: true });

const groupBy = (pictures: readonly Picture[], key: (picture: Picture) => string): Map<string, Picture[]> => {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) groups.set(key(picture), [...(groups.get(key(picture)) ?? []), picture]);
  return groups;
};

const words = (state: string): string => {
  const text = state.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const image = ({ file, state, theme }: Picture): string => {
  const alt = theme === undefined ? words(state) : `${words(state)}, ${theme} theme`;
  const themed = theme === undefined ? '' : ` data-theme="${theme}"`;
  return `<a href="${file}"${themed}><img src="${file}" alt="${alt}" loading="lazy" /></a>`;
};

const figure = ([state, pictures]: readonly [string, readonly Picture[]]): string => {
  const shown = pictures.toSorted((a, b) => byName.compare(b.theme ?? '', a.theme ?? '')).map(image);
  return `<figure id="${pictures[0]?.file ?? state}"><div>${shown.join('')}</div><figcaption>${words(state)}</figcaption></figure>`;
};

const idOf = (group: string): string => group.toLowerCase().replaceAll(' ', '-');

const section = ([group, pictures]: readonly [string, readonly Picture[]]): string => {
  const figures = [...groupBy(pictures, ({ state }) => state)].map(figure).join('\n');
  return `<section id="${idOf(group)}"><h2>${group}</h2>\n<div class="figures">\n${figures}\n</div></section>`;
};

const choice = (value: string, label: string, checked = ''): string =>
  `<label><input type="radio" name="theme" value="${value}"${checked} />${label}</label>`;

const style = `
  :root { color-scheme: light dark; font: 14px/20px 'Segoe UI', system-ui, sans-serif;
    --page: light-dark(#f5f5f5, #1b1b1b); --card: light-dark(#fff, #292929); --line: light-dark(#e0e0e0, #3d3d3d);
    --quiet: light-dark(#616161, #adadad); }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--page); }
  header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center;
    padding: 12px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
  h1 { margin: 0; font-size: 16px; font-weight: 600; }
  h2 { margin: 0 0 12px; font-size: 20px; line-height: 28px; font-weight: 600; }
  nav, fieldset { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0; padding: 0; border: 0; }
  nav a { color: inherit; }
  fieldset { margin-left: auto; }
  legend { display: none; }
  label { display: flex; gap: 4px; align-items: center; }
  small { color: var(--quiet); font: inherit; font-weight: 400; }
  section { padding: 24px; scroll-margin-top: 56px; }
  .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 560px), 1fr)); gap: 24px; align-items: start; }
  figure { margin: 0; padding: 12px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
  figure div { display: flex; flex-wrap: wrap; gap: 12px; align-items: start; }
  figcaption { padding-top: 8px; font-weight: 600; }
  figure a { flex: 0 1 auto; max-width: 100%; }
  figure a[data-theme] { flex: 1 1 240px; max-width: max-content; }
  img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; }
  body:has([value='light']:checked) [data-theme='dark'], body:has([value='dark']:checked) [data-theme='light'] { display: none; }
  @media (max-width: 480px) { section { padding: 16px 12px; } }
`;

/** The page's HTML, from the names of the files beside it. */
export const galleryPage = (files: readonly string[]): string => {
  const pictures = files.map(readPicture).toSorted((a, b) => rankOf(a) - rankOf(b) || byName.compare(a.state, b.state));
  const groups = [...groupBy(pictures, groupOf)];
  const links = groups.map(([group]) => `<a href="#${idOf(group)}">${group}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Pictures – Skill Metrics for Excel</title>
<link rel="icon" href="data:," />
<style>${style}</style>
</head>
<body>
<header>
<h1>Skill Metrics for Excel <small>${pictures.length} pictures</small></h1>
<nav aria-label="Groups">${links.join('')}</nav>
<fieldset><legend>Theme</legend>${choice('both', 'Both themes', ' checked')}${choice('light', 'Light')}${choice('dark', 'Dark')}</fieldset>
</header>
<main>
${groups.map(section).join('\n')}
</main>
</body>
</html>
`;
};
