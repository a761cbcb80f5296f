// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { galleryPage, readPicture } from './gallery';

describe("a picture's name", () => {
  it.each([
    ['editing-dark.png', { state: 'editing', theme: 'dark' }],
    ['editing-320-light.png', { state: 'editing', theme: 'light', width: 320 }],
    ['dialog-code-dark-500.png', { state: 'dialog-code', theme: 'dark', width: 500 }],
    ['sheet-28-days.png', { state: 'sheet-28-days' }],
    ['dark-office-light.png', { state: 'dark-office', theme: 'light' }],
  ])('%s shows state, theme and width', (file, expected) => {
    expect(readPicture(file)).toEqual({ file, ...expected });
  });
});

describe('the page of pictures', () => {
  const page = new DOMParser();
  const read = (files: readonly string[]): Document => page.parseFromString(galleryPage(files), 'text/html');
  const textsOf = (found: ParentNode, selector: string): (string | null)[] =>
    [...found.querySelectorAll(selector)].map((element) => element.textContent);

  it('shows every picture, its themes side by side, with the pane before its other widths and the workbook last', () => {
    const document = read([
      'workbook.png',
      'total-320-dark.png',
      'total-dark.png',
      'total-light.png',
      'busy-light.png',
    ]);
    expect(textsOf(document, 'h2')).toEqual(['Task pane', '320 pixels wide', 'Workbook']);
    const pane = document.querySelector('section');
    expect(pane && textsOf(pane, 'figcaption')).toEqual(['Busy', 'Total']);
    const images = [...document.querySelectorAll('figure')].map((figure) =>
      [...figure.querySelectorAll('img')].map((image) => image.getAttribute('src')),
    );
    expect(images).toEqual([
      ['busy-light.png'],
      ['total-light.png', 'total-dark.png'],
      ['total-320-dark.png'],
      ['workbook.png'],
    ]);
  });

  it('links to every group, and says how many pictures there are', () => {
    const document = read(['total-170-dark.png', 'total-dark.png']);
    const targets = [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href') ?? '');
    expect(targets).toEqual(['#task-pane', '#170-pixels-wide']);
    for (const target of targets) expect(document.getElementById(target.slice(1))).not.toBeNull();
    expect(document.querySelector('h1')?.textContent).toContain('2 pictures');
  });
});
