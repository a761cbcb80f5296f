/** The pane in surroundings that it did not choose: a slow sign-in, a server or an Amazon away, Office's theme, another direction. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { frameOf, inspect } from '../../support/e2e/inspect';
import { ferryTimes, openWorkbook, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const open = (context: BrowserContext): Promise<Workbook> => openWorkbook(context, world, '?workbook=blank');
const button = (workbook: Workbook, name: string) => workbook.pane.getByRole('button', { name });

test('signing in can be followed, finished by a code, cancelled and refused', async ({ context }) => {
  const workbook = await open(context);
  await workbook.openSignIn();
  await expect(workbook.pane.getByText('Waiting for Amazon…')).toBeVisible();
  await inspect(workbook, 'signing-in');
  await button(workbook, 'Enter a code instead').click();
  await workbook.pane.getByLabel('Code from the sign-in window').fill('WRONG');
  await button(workbook, 'Continue').click();
  await expect(workbook.pane.getByLabel('Code from the sign-in window')).toHaveAttribute('aria-invalid', 'true');
  await inspect(workbook, 'wrong-code');
  await button(workbook, 'Cancel').click();
  await expect(button(workbook, 'Sign in with Amazon')).toBeVisible();

  const popUp = await workbook.openSignIn();
  await popUp.getByRole('button', { name: /cancel|deny|don’t allow/i }).click();
  await expect(workbook.pane.getByText(/n.t allow|declined|refused/i).first()).toBeVisible();
  await inspect(workbook, 'refused');
});

test('a pane that opens again waits for the server, says if it is unreachable, and tries again', async ({
  context,
}) => {
  const workbook = await open(context);
  await workbook.signIn();
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await context.route('**/auth/session', async (route) => {
    await answered;
    await route.abort();
  });
  await workbook.page.reload();
  await expect(workbook.pane.getByText('Getting ready…')).toBeVisible();
  await inspect(workbook, 'getting-ready');
  answer();
  await expect(button(workbook, 'Try again')).toBeVisible();
  await inspect(workbook, 'unreachable-at-start');
  await context.unroute('**/auth/session');
  await button(workbook, 'Try again').click();
  await expect(workbook.pane.getByRole('combobox', { name: 'Skill', exact: true })).toBeVisible();
});

test('a pane that cannot be loaded says so', async ({ context }) => {
  const workbook = await open(context);
  const lost = /\.[\da-f]{8}\.(js|css)$/;
  await context.route(lost, (route) => route.abort());
  await workbook.page.reload();
  await expect(workbook.pane.getByText('The pane couldn’t be loaded')).toBeVisible();
  await inspect(workbook, 'not-loaded');
  await context.unroute(lost);
  await button(workbook, 'Try again').click();
  await expect(button(workbook, 'Sign in with Amazon')).toBeVisible();
});

test('the pane has the theme of Office, whatever the system prefers', async ({ context }) => {
  const workbook = await open(context);
  const frame = frameOf(workbook);
  const scheme = (): Promise<string> => frame.evaluate(() => document.documentElement.style.colorScheme);
  // As desktop Excel tells it; Excel on the web tells none.
  const become = (bodyBackgroundColor: string): Promise<void> =>
    frame.evaluate((color) => {
      const value = { ...Office.context.officeTheme, bodyBackgroundColor: color };
      Object.defineProperty(Office.context, 'officeTheme', { value, configurable: true });
      window.dispatchEvent(new Event('focus'));
    }, bodyBackgroundColor);
  await become('#262626');
  await expect.poll(scheme).toBe('dark');
  await inspect(workbook, 'dark-office');
  await become('#FFFFFF');
  await workbook.page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(scheme).toBe('light');
});

test('written from the right, the pane is a mirror of itself', async ({ context }) => {
  await context.route('**/taskpane.html*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/dir="?ltr"?/, 'dir="rtl"') });
  });
  const workbook = await openWorkbook(context, world);
  await expect(workbook.pane.locator('.fui-FluentProvider').first()).toHaveCSS('direction', 'rtl');
  await inspect(workbook, 'mirrored-start');
  await workbook.signIn();
  await expect(workbook.pane.getByText('= Daily Trivia')).toBeVisible();
  await inspect(workbook, 'mirrored');
  await button(workbook, 'Preview').click();
  await expect(workbook.pane.locator('svg:has(line)')).toBeVisible();
  await inspect(workbook, 'mirrored-preview');
});

test('an outage of Amazon is shown where skills are chosen and where numbers are previewed, until it is over', async ({
  context,
}) => {
  test.setTimeout(180_000);
  const workbook = await open(context);
  const skill = workbook.pane.getByRole('combobox', { name: 'Skill', exact: true });
  const { settings } = world.sandbox;
  [settings.fault, settings.faultOn] = ['status-503', 'everything'];
  await workbook.signIn('Ben');
  await expect(workbook.pane.getByText("Your skills couldn't be loaded.")).toBeVisible({ timeout: 60_000 });
  await inspect(workbook, 'amazon-down');
  await skill.fill(ferryTimes);
  await skill.press('Escape');
  await button(workbook, 'Preview').click();
  await expect(workbook.pane.getByRole('alert')).toContainText(/Amazon/, { timeout: 60_000 });
  await inspect(workbook, 'preview-failed');
  [settings.fault, settings.faultOn] = ['none', 'metrics'];
  await button(workbook, 'Close').click();
  await expect(async () => {
    await button(workbook, 'Try again').click();
    await expect(skill).toHaveValue('Ferry Times', { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
});
