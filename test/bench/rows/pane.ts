/** How long the pane takes to be of use, in a browser that has nothing of it in its cache. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { chromiumPath } from '../../e2e/chromium';
import { Workbook } from '../../support/e2e/workbook';
import { startWorld } from '../../support/e2e/world';
import { median, ms, type Row, times } from '../row';

const [loads, most] = [7, 1000];
const built = (folder: string): string => path.join(import.meta.dirname, `../bench-${folder}`);

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Marks the frame in which the field for the skill has come and takes the focus. Runs in every page before its scripts. */
const watch = (): void => {
  const look = (): void => {
    const field = document.querySelector<HTMLElement>('[aria-label="Skill"], form input[role="combobox"]');
    field?.focus();
    if (field !== null && field === document.activeElement) performance.mark('interactive');
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** Milliseconds from the end of the start chunk, which is the page's last script that blocks. */
const sinceStart = (): number | undefined => {
  const [mark] = performance.getEntriesByName('interactive');
  const [page] = performance.getEntriesByType('navigation');
  if (mark === undefined || !(page instanceof PerformanceNavigationTiming)) return undefined;
  return mark.startTime - page.domContentLoadedEventStart;
};

/** One load with an empty cache of the page at an address, and of the frame in it that is meant. */
const load = async (browser: Browser, url: string, frame: string, storageState?: SignedIn): Promise<number> => {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    ...(storageState === undefined ? {} : { storageState }),
  });
  try {
    await context.addInitScript(watch);
    const page = await context.newPage();
    const loaded = page.waitForEvent('framenavigated', (one) => one.url().includes(frame));
    await page.goto(url);
    const measured = await (await loaded).waitForFunction(sinceStart);
    return (await measured.jsonValue()) ?? Number.NaN;
  } finally {
    await context.close();
  }
};

const signedIn = async (browser: Browser, url: string): Promise<SignedIn> => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(url);
  await new Workbook(page).signIn();
  const state = await context.storageState();
  await context.close();
  return state;
};

const serveBare = async (): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : path.basename(request.url ?? '');
    response.setHeader('Content-Type', name.endsWith('.html') ? 'text/html' : 'text/javascript');
    readFile(path.join(built('bare'), name)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, stop: () => void server.close() };
};

export const pane = async (): Promise<readonly Row[]> => {
  const world = await startWorld({ pages: built('pages'), preview: built('preview') });
  const bare = await serveBare();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const url = `${world.preview}/?workbook=blank`;
    const state = await signedIn(browser, url);
    const measured: { pane: number; bare: number }[] = [];
    // The first round warms the servers up.
    for (let round = 0; round <= loads; round += 1)
      measured.push({
        pane: await load(browser, url, '/taskpane.html', state),
        bare: await load(browser, bare.url, bare.url),
      });
    const [ours, theirs] = [
      median(measured.slice(1).map((one) => one.pane)),
      median(measured.slice(1).map((one) => one.bare)),
    ];
    return [
      {
        measure:
          'the pane on the preview, signed in, nothing cached: from the start chunk to a form that takes the focus',
        measured: `${ms(ours)}, the median of ${loads}`,
        against: `a page with one field of Fluent UI, loaded as late: ${ms(theirs)}`,
        ratio: times(ours / theirs),
        target: `≤ ${ms(most)}`,
        reached: ours <= most,
      },
    ];
  } finally {
    await browser.close();
    bare.stop();
    await world.stop();
  }
};
