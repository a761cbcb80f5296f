/** Looks at the pane as designers and auditors do. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import type axe from 'axe-core';
import type { Workbook } from './workbook';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The pane's own page. */
export const frameOf = (workbook: Workbook): Frame => {
  const frame = workbook.page.frames().find((one) => one.url().includes('/taskpane.html'));
  if (frame === undefined) throw new Error('The pane is not there.');
  return frame;
};

/** What axe finds. */
export const findingsIn = async (frame: Frame): Promise<readonly string[]> => {
  await frame.evaluate(axeSource);
  return frame.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
};

/** One folder for all: Playwright's own is emptied by every run. */
export const pictures = path.join(import.meta.dirname, '../../../dist/pictures');

/** Keeps a picture of what is seen. */
export const picture = async (seen: Page | Locator, name: string): Promise<void> => {
  await seen.screenshot({ path: path.join(pictures, `${name}.png`) });
};

/** Nothing for axe to find in either theme, nothing wider than the pane, and a picture of each. */
export const inspect = async (workbook: Workbook, name: string): Promise<void> => {
  const frame = frameOf(workbook);
  for (const colorScheme of ['light', 'dark'] as const) {
    await workbook.page.emulateMedia({ colorScheme });
    await expect.poll(() => findingsIn(frame), { message: `${name}, ${colorScheme}` }).toEqual([]);
    const tooWide = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(tooWide, `${name}, ${colorScheme}`).toBeLessThanOrEqual(0);
    await picture(workbook.page.locator('iframe'), `${name}-${colorScheme}`);
  }
  await workbook.page.emulateMedia({ colorScheme: 'light' });
};

/** Gives the pane another width, as by dragging its edge. */
export const resize = (workbook: Workbook, width: number): Promise<void> =>
  workbook.page.locator('iframe').evaluate((frame, px) => {
    frame.style.width = `${px}px`;
  }, width);
