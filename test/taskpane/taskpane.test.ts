// @vitest-environment jsdom
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

const seen = vi.hoisted(() => ({ mounted: [] as Element[], show: (): void => undefined, reachable: true }));
vi.mock('../../src/office/excel/host', () => ({
  whenReady: () => Promise.resolve(),
  whenPaneShows: (listener: () => void) => {
    seen.show = listener;
  },
}));
vi.mock('../../src/taskpane/app/pane', () => ({
  mountPane: (element: Element) => {
    if (!seen.reachable) throw new TypeError('Failed to fetch dynamically imported module');
    seen.mounted.push(element);
  },
}));

const page = await readFile(path.join(import.meta.dirname, '../../src/taskpane/taskpane.html'), 'utf8');

afterEach(() => {
  vi.resetModules();
  seen.mounted = [];
  seen.reachable = true;
});

describe('the page', () => {
  it('draws the pane when it is first shown, not before', async () => {
    document.body.innerHTML = '<div id="pane"></div>';
    await import('../../src/taskpane/taskpane');
    expect(seen.mounted).toEqual([]);
    seen.show();
    await vi.waitFor(() => expect(seen.mounted).toEqual([document.getElementById('pane')]));
  });

  it('says so where the pane cannot be loaded, and tries again', async () => {
    document.body.innerHTML = '<div id="pane"></div>';
    seen.reachable = false;
    await import('../../src/taskpane/taskpane');
    seen.show();
    await vi.waitFor(() => expect(document.body.textContent).toContain('can’t be reached'));
    seen.reachable = true;
    document.querySelector('button')?.click();
    await vi.waitFor(() => expect(seen.mounted).toHaveLength(1));
  });

  it('has nothing that its security policy would refuse: no inline script, style or handler', () => {
    const parsed = new DOMParser().parseFromString(page, 'text/html');
    expect(parsed.querySelectorAll('style, [style], script:not([src])')).toHaveLength(0);
    expect(
      [...parsed.querySelectorAll('*')]
        .flatMap(({ attributes }) => [...attributes])
        .filter(({ name }) => name.startsWith('on')),
    ).toEqual([]);
  });

  it('loads office.js in its head, from the address in the build', () => {
    const parsed = new DOMParser().parseFromString(page, 'text/html');
    expect(parsed.head.querySelector('script')?.getAttribute('src')).toBe('<%= officeJs %>');
    expect([parsed.documentElement.lang, parsed.title]).toEqual(['en', 'Skill Metrics for Excel']);
  });
});
