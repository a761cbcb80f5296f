/** Signing in where the window is cut off from the pane, and where a stranger has begun it. */
import { expect, type Page, test } from '@playwright/test';
import { findingsIn, inspect, picture, resize } from '../../support/e2e/inspect';
import { openWorkbook, type Workbook } from '../../support/e2e/workbook';
import { serveOfficeJs, startWorld, type World } from '../../support/e2e/world';
import { newVerifier } from '../../support/relay/sign-in';

declare global {
  interface Window {
    /** Of a stranger's page: the messages that it has heard, and the window that it has opened. */
    heard?: unknown[];
    opened?: Window | undefined;
  }
}

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(() => world.stop());
test.beforeEach(() => {
  world.sandbox.settings.opener = 'cut';
});

/** Nothing for axe to find, nothing wider than the window, and a picture, in both themes and narrow. */
const inspectWindow = async (popUp: Page, name: string): Promise<void> => {
  const size = popUp.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const) {
    await popUp.emulateMedia({ colorScheme });
    for (const width of [500, 320]) {
      await popUp.setViewportSize({ width, height: 640 });
      const tooWide = await popUp.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(tooWide, `${name}, ${colorScheme}, ${width} px`).toBeLessThanOrEqual(0);
      await picture(popUp, `${name}-${colorScheme}-${width}`);
    }
    expect(await findingsIn(popUp.mainFrame()), `${name}, ${colorScheme}`).toEqual([]);
  }
  await popUp.emulateMedia({ colorScheme: 'light' });
  if (size !== null) await popUp.setViewportSize(size);
};

/** What the pane shows for comparison. */
const wordsOf = async (workbook: Workbook): Promise<string> => {
  const text = await workbook.pane.getByText(/The window must show the words/).textContent();
  return /the words (\w+ \w+ \w+)/.exec(text ?? '')?.[1] ?? 'none';
};

test('a window that Amazon cuts off from the pane finishes by a code, which it shows on request', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  const popUp = await workbook.openSignIn();
  await expect(workbook.pane.getByRole('heading', { name: 'Excel can’t see the sign-in window' })).toBeVisible();
  await expect(workbook.pane.getByText('Still waiting for the window…')).toBeVisible();
  await inspect(workbook, 'window-lost');
  await resize(workbook, 320);
  await inspect(workbook, 'window-lost-narrow');
  const words = await wordsOf(workbook);
  expect(words).toMatch(/^\w+ \w+ \w+$/);

  await popUp.getByRole('button', { name: 'Allow' }).click();
  await expect(popUp.getByRole('heading', { name: 'One more step' })).toBeVisible();
  expect(await popUp.evaluate(() => window.opener === null)).toBe(true);
  await expect(popUp.getByText('Only type this code into the Excel pane you opened yourself.')).toBeVisible();
  await expect(popUp.locator('#offering').getByText(words)).toBeVisible();
  await expect(popUp.locator('body')).not.toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await inspectWindow(popUp, 'dialog-offering');
  await popUp.getByRole('button', { name: 'Show code' }).click();
  const code = await popUp.locator('#code').textContent();
  await inspectWindow(popUp, 'dialog-code');

  await workbook.pane.getByLabel('Code from the sign-in window').fill(code ?? '');
  await workbook.pane.getByRole('button', { name: 'Continue' }).click();
  await expect(workbook.pane.getByRole('combobox', { name: 'Skill', exact: true })).toBeVisible();
  expect(await context.cookies(world.relay)).toEqual([]);
});

test("a stranger's link yields no code: the window was opened in another browser", async ({ context, browser }) => {
  const tokenRequests = (): number =>
    world.sandbox.requests.entries.filter(({ path }) => path === '/auth/o2/token').length;
  const before = tokenRequests();
  const stranger = await openWorkbook(context, world, '?workbook=blank');
  const begun = await stranger.openSignIn();
  const link = begun.url();
  expect(link).toContain(world.sandbox.url);

  const elsewhere = await browser.newContext({ ignoreHTTPSErrors: true });
  const victim = await elsewhere.newPage();
  await victim.goto(link);
  await victim.getByRole('button', { name: 'Allow' }).click();
  await expect(victim.getByRole('heading', { name: "Sign-in didn't work" })).toBeVisible();
  await expect(victim.getByText(/started in another window or browser/)).toBeVisible();
  expect(await victim.content()).not.toMatch(/data-code|[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await inspectWindow(victim, 'dialog-failed');
  expect(tokenRequests()).toBe(before);
  await elsewhere.close();
});

test('two sign-ins in one browser finish each for its own pane', async ({ context }) => {
  const workbooks = [await openWorkbook(context, world, '?workbook=blank')];
  workbooks.push(await openWorkbook(context, world, '?workbook=blank'));
  const popUps = [];
  for (const workbook of workbooks) {
    await workbook.page.bringToFront();
    popUps.push(await workbook.openSignIn());
  }
  expect(await context.cookies(world.relay)).toHaveLength(2);
  for (const [index, popUp] of popUps.entries()) {
    const workbook = workbooks[index];
    if (workbook === undefined) throw new Error('no workbook');
    const words = await wordsOf(workbook);
    await popUp.bringToFront();
    await popUp.getByRole('button', { name: 'Allow' }).click();
    await expect(popUp.locator('#offering').getByText(words)).toBeVisible();
  }
});

test("a stranger's page that opens the window can neither read it nor have its code", async ({ context }) => {
  world.sandbox.settings.opener = 'keep';
  const stranger = 'https://stranger.example';
  await context.route(`${stranger}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>Free tables!</p>' }),
  );
  await serveOfficeJs(context);
  const page = await context.newPage();
  await page.goto(stranger);
  const opened = context.waitForEvent('page');
  // The stranger knows the verifier: whoever hands over the code signs the stranger in.
  await page.evaluate((address) => {
    const heard: unknown[] = [];
    addEventListener('message', ({ data }) => heard.push(data));
    Object.assign(window, { heard, opened: window.open(address, 'sign-in', 'width=500,height=600') });
  }, `${world.relay}/auth/start?challenge=${newVerifier().challenge}`);
  const popUp = await opened;
  await popUp.getByRole('button', { name: 'Allow' }).click();
  await expect(popUp.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await expect(popUp.getByText('Only type this code into the Excel pane you opened yourself.')).toBeVisible();
  await expect(popUp.locator('body')).not.toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);

  const tried = await page.evaluate(() => {
    const { heard, opened } = window;
    const reading = (read: () => unknown): string => {
      try {
        return String(read());
      } catch (error) {
        return error instanceof DOMException ? error.name : 'another error';
      }
    };
    return {
      heard: JSON.stringify(heard),
      reads: [
        reading(() => opened?.location.href),
        reading(() => opened?.document.body.dataset['code']),
        reading(() => opened?.sessionStorage.length),
      ],
    };
  });
  expect(tried.heard).not.toMatch(/code|[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(tried.reads).toEqual(['SecurityError', 'SecurityError', 'SecurityError']);

  // Navigating it back ends nowhere: the sign-in is used up, and its cookie gone.
  const moved = popUp.waitForURL(/auth\/callback/);
  await page.evaluate((address) => {
    if (window.opened !== undefined) window.opened.location.href = address;
  }, `${world.relay}/auth/callback?code=x&state=y&error_description=Call+0800`);
  await moved;
  await expect(popUp.getByRole('heading', { name: "Sign-in didn't work" })).toBeVisible();
  await expect(popUp.locator('body')).not.toContainText(/0800|[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(await context.cookies(world.relay)).toEqual([]);
});
