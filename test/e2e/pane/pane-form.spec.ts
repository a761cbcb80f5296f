/** The pane's form and states, as a person with pointer, keyboard or screen reader meets them. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { frameOf, inspect, resize } from '../../support/e2e/inspect';
import { ferryTimes, openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(() => {
  const { settings } = world.sandbox;
  [settings.fault, settings.faultOn, settings.latencyMs] = ['none', 'metrics', 0];
});

test.afterAll(() => world.stop());

const field = (workbook: Workbook, name: string) => workbook.pane.getByRole('combobox', { name, exact: true });
const choice = (workbook: Workbook, name: string | RegExp) =>
  workbook.pane.getByRole('listbox').getByRole('option', { name }).first();

const open = (context: BrowserContext): Promise<Workbook> => openWorkbook(context, world, '?workbook=blank');

test('a skill is found by its name in any language, and the rows are those that were announced', async ({
  context,
}) => {
  const workbook = await open(context);
  await workbook.signIn();
  await workbook.select('B2');
  await field(workbook, 'Skill').click();
  await expect(choice(workbook, 'Daily Trivia')).toBeVisible();
  await inspect(workbook, 'skills');
  await field(workbook, 'Skill').fill('tagliches');
  await workbook.page.keyboard.press('Enter');
  await expect(field(workbook, 'Skill')).toHaveValue('Daily Trivia');

  await field(workbook, 'Metrics').click();
  await inspect(workbook, 'metrics');
  await workbook.page.keyboard.press('Escape');
  await field(workbook, 'Locales').click();
  await choice(workbook, 'de-DE').click();
  await workbook.page.keyboard.press('Escape');
  await field(workbook, 'Intents').click();
  await expect(choice(workbook, 'AnswerIntent')).toBeVisible();
  await inspect(workbook, 'intents');
  await workbook.page.keyboard.press('Escape');
  await workbook.chooseDays('2026-08-01', '2026-10-31');
  await expect(workbook.pane.getByText('Daily total sessions of Daily Trivia, live, de-DE.')).toContainText(
    'Aug 1 through Oct 31, 2026, days in UTC.',
  );
  await workbook.pane.getByText('92 rows · up to 14 requests').scrollIntoViewIfNeeded();
  await inspect(workbook, 'filled');

  await workbook.pane
    .getByRole('button', { name: /^insert/i })
    .first()
    .click();
  await expect.poll(() => workbook.spillOf('B2')).toBe('B2:C94');
  const days = world.sandbox.truth({
    skillId,
    metric: 'totalSessions',
    locale: 'de-DE',
    startTime: Date.parse('2026-08-01'),
    endTime: Date.parse('2026-11-01'),
    period: 'P1D',
  });
  expect((await workbook.cell('C3')).value).toBe(days[0]?.value);
  expect((await workbook.cell('C94')).value).toBe(days.at(-1)?.value);
});

test('the keyboard alone fills in the form and is never trapped', async ({ context }) => {
  const workbook = await open(context);
  await workbook.signIn();
  await workbook.select('A1');
  const { keyboard } = workbook.page;
  await field(workbook, 'Skill').focus();
  await keyboard.type('garage');
  await expect(choice(workbook, /Garage Guard/)).toBeVisible();
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  const passed: string[] = [];
  const focused = (): Promise<string> =>
    frameOf(workbook).evaluate(() => {
      const { activeElement } = document;
      const labels = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLSelectElement;
      const label = labels ? activeElement.labels?.[0]?.textContent : undefined;
      return label ?? activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
  /** Whether the row at the pane's top or the bar at its end hides what has the focus. */
  const covered = (): Promise<boolean> =>
    frameOf(workbook).evaluate(() => {
      const { activeElement } = document;
      const bar = document.querySelector('[aria-label="What will be asked"]')?.parentElement;
      const row = document.querySelector('header');
      if (activeElement === null || !bar || !row) return false;
      if (bar.contains(activeElement) || row.contains(activeElement)) return false;
      const { top, bottom } = activeElement.getBoundingClientRect();
      return bottom > bar.getBoundingClientRect().top || top < row.getBoundingClientRect().bottom;
    });
  for (let steps = 0; steps < 60 && passed.at(-1)?.startsWith('Insert into') !== true; steps++) {
    passed.push(await focused());
    expect(await covered(), passed.at(-1)).toBe(false);
    await keyboard.press('Tab');
  }
  const order = [
    ...['Metrics*', 'Help: When', 'Dates', 'Period', 'Include today', 'Locales', 'Insert as', 'Header rows'],
    'More options',
  ];
  expect(passed.filter((label) => order.includes(label))).toEqual(order);
  expect(passed.some((label) => label.startsWith('Insert into'))).toBe(true);
});

test('every state says what is going on, in either theme and at any width', async ({ context }) => {
  test.setTimeout(240_000);
  const workbook = await open(context);
  await inspect(workbook, 'first-run');

  await test.step('no skills', async () => {
    await workbook.signIn('Nora');
    await expect(workbook.pane.getByText('This account has no skills.')).toBeVisible();
    await inspect(workbook, 'no-skills');
    await workbook.pane.getByRole('button', { name: /^insert/i }).click();
    await expect(field(workbook, 'Skill')).toBeFocused();
    await inspect(workbook, 'problem');
    await workbook.pane.getByRole('button', { name: /^Account/ }).click();
    await inspect(workbook, 'account');
    await workbook.pane.getByRole('button', { name: /^Account/ }).click();
    await workbook.signOut();
    await expect(workbook.pane.getByText("You're signed out.")).toBeVisible();
    await inspect(workbook, 'signed-out');
  });

  await test.step('Amazon busy, then well again', async () => {
    const { settings } = world.sandbox;
    [settings.fault, settings.faultOn] = ['status-429', 'everything'];
    await workbook.signIn('Ben');
    await field(workbook, 'Skill').click();
    await expect(workbook.pane.getByText('Loading your skills…')).toBeVisible();
    await inspect(workbook, 'loading');
    await expect(workbook.pane.getByText("Your skills couldn't be loaded.")).toBeVisible({ timeout: 60_000 });
    await inspect(workbook, 'throttled');
    await field(workbook, 'Skill').fill(ferryTimes);
    await expect(workbook.pane.getByRole('textbox', { name: 'Formula', exact: true })).toHaveValue(
      new RegExp(ferryTimes),
    );
    [settings.fault, settings.faultOn] = ['none', 'metrics'];
    await workbook.pane.getByRole('button', { name: 'Try again' }).click();
    await expect(field(workbook, 'Skill')).toHaveValue('Ferry Times', { timeout: 60_000 });
    await workbook.signOut();
    await expect(workbook.pane.getByText("You're signed out.")).toBeVisible();
    await workbook.signIn('Ada');
  });

  await test.step('narrow, and enlarged to 200 %', async () => {
    for (const width of [320, 170]) {
      await resize(workbook, width);
      await field(workbook, 'Skill').click();
      await expect(choice(workbook, /The Complete and Unabridged/)).toBeAttached();
      await inspect(workbook, `width-${width}`);
      await workbook.page.keyboard.press('Escape');
    }
    await resize(workbook, 320);
    await field(workbook, 'Skill').fill('unabridged');
    await workbook.page.keyboard.press('Enter');
    await expect(field(workbook, 'Skill')).toHaveValue(/^The Complete and Unabridged/);
    await inspect(workbook, 'long-name');
    await workbook.pane.getByLabel('Formula', { exact: true }).scrollIntoViewIfNeeded();
    await inspect(workbook, 'long-name-asked');
    await resize(workbook, 340);
  });

  await test.step('names that are written from the right', async () => {
    await field(workbook, 'Skill').fill('חידון');
    await workbook.page.keyboard.press('Enter');
    await expect(field(workbook, 'Skill')).toHaveValue('חידון הבוקר');
    await inspect(workbook, 'right-to-left');
  });

  await test.step('offline', async () => {
    await context.setOffline(true);
    await expect(workbook.pane.getByText("You're offline.")).toBeVisible();
    await inspect(workbook, 'offline');
    await context.setOffline(false);
    await expect(workbook.pane.getByText("You're offline.")).toBeHidden();
  });

  await test.step('the server away', async () => {
    await world.stopRelay();
    await field(workbook, 'Locales').click();
    await expect(workbook.pane.getByText(/can't be reached/)).toBeVisible();
    await inspect(workbook, 'unreachable');
    await world.startRelay();
  });

  await test.step('the session ended', async () => {
    await workbook.pane.getByRole('button', { name: 'Try again' }).click();
    await expect(workbook.pane.getByRole('button', { name: 'Sign in with Amazon' })).toBeVisible();
    await expect(workbook.pane.getByRole('alert')).toContainText(/sign/i);
    await inspect(workbook, 'session-ended');
  });
});

test('in high contrast everything keeps its outline', async ({ context }) => {
  const workbook = await open(context);
  await workbook.signIn();
  await workbook.page.emulateMedia({ forcedColors: 'active' });
  await field(workbook, 'Skill').click();
  await workbook.page.keyboard.press('ArrowDown');
  const active = choice(workbook, /./);
  await expect(active).toHaveCSS('outline-style', 'solid');
  await inspect(workbook, 'high-contrast');
});
